" News Markdown; Vim itself takes it for Markdown first.
autocmd BufRead,BufNewFile *.news.md set filetype=newsmd
