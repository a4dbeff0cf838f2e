" Registers the fixer with ALE after it is loaded.
if exists('g:loaded_copydesk')
  finish
endif
let g:loaded_copydesk = 1

function! s:register() abort
  try
    call ale#fix#registry#Add('copydesk', 'copydesk#Fix', ['newsmd', 'xml', 'html', 'json'], 'Apply all safe fixes of copydesk')
  catch /^Vim\%((\a\+)\)\=:E117/
    " ALE is not installed.
  endtry
endfunction

autocmd VimEnter * call s:register()
if v:vim_did_enter
  call s:register()
endif
