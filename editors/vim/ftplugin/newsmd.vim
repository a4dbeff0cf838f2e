" News Markdown is Markdown: options, syntax tree and motions are those of Markdown.
if exists('b:did_ftplugin')
  finish
endif
runtime! ftplugin/markdown.vim ftplugin/markdown.lua

" `%` finds the other quotation mark.
setlocal matchpairs+=«:»,“:”
let b:undo_ftplugin = get(b:, 'undo_ftplugin', 'exe') . ' | setlocal matchpairs<'
