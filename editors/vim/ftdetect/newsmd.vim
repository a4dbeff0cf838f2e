" News Markdown; Vim itself takes it for Markdown first.
autocmd BufRead,BufNewFile *.news.md set filetype=newsmd
" The suffixes of news formats in XML.
autocmd BufRead,BufNewFile *.nitf,*.tei set filetype=xml
