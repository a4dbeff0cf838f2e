" Tells ALE of the fixer, once ALE is there.
if exists('g:loaded_copydesk')
  finish
endif
let g:loaded_copydesk = 1

function! s:register() abort
  try
    call ale#fix#registry#Add('copydesk', 'copydesk#Fix', ['newsmd'], 'Make all safe repairs of copydesk')
  catch /^Vim\%((\a\+)\)\=:E117/
    " Without ALE there is nothing to tell.
  endtry
endfunction

autocmd VimEnter * call s:register()
if v:vim_did_enter
  call s:register()
endif
