" copydesk in Vim with ALE, with the real server.
"
"     COPYDESK=target/release/copydesk vim -Nu NONE -es -i NONE -n -S tests/editors/vim/test.vim
set nocompatible encoding=utf-8 hidden noswapfile
let s:repo = fnamemodify(expand('<sfile>:p'), ':h:h:h:h')
exe 'set rtp^=' . s:repo . '/editors/vim'
filetype plugin on
syntax on
for s:folder in glob('/usr/share/vim/vimfiles/pack/*/*/ale', 0, 1)
  exe 'set rtp+=' . s:folder
endfor
runtime! plugin/ale.vim plugin/copydesk.vim
" What Vim does after this script, when a person starts it.
doautocmd VimEnter
let g:copydesk_executable = $COPYDESK
let g:ale_linters_explicit = 1
let g:ale_linters = {'newsmd': ['copydesk']}
let g:ale_fixers = {'newsmd': ['copydesk']}
let g:ale_virtualtext_cursor = 0
let g:ale_history_log_output = 0

let s:passed = 0
let s:failed = 0
function! s:say(line) abort
  call writefile([a:line], '/dev/stdout', 'a')
endfunction

function! s:test(name, body) abort
  try
    call a:body()
    let s:passed += 1
    call s:say('ok    ' . a:name)
  catch
    let s:failed += 1
    call s:say('FAIL  ' . a:name . "\n      " . v:exception . ' at ' . v:throwpoint)
  endtry
endfunction

function! s:eventually(what, Ask) abort
  let l:left = 400
  while l:left > 0
    if a:Ask()
      return
    endif
    sleep 50m
    let l:left -= 1
  endwhile
  throw a:what . ': not within 20 s'
endfunction

let s:room = tempname()
call system('cp -r ' . shellescape(s:repo . '/examples/newsroom') . ' ' . shellescape(s:room))

" The words under each finding, as ALE has them: columns in bytes, both ends included.
function! s:found() abort
  return map(copy(ale#engine#GetLoclist(bufnr('%'))), {_, one -> one.code . ' ' . getline(one.lnum)[one.col - 1 : one.end_col - 1]})
endfunction

" The underlined words: ALE marks them with matches, which have patterns or positions.
function! s:underlined() abort
  let l:words = []
  for l:match in filter(getmatches(), {_, one -> one.group =~# '^ALE\%(Error\|Warning\|Info\)$'})
    for l:key in filter(keys(l:match), {_, key -> key =~# '^pos\d'})
      let [l:lnum, l:col, l:length] = l:match[l:key]
      call add(l:words, strpart(getline(l:lnum), l:col - 1, l:length))
    endfor
  endfor
  return l:words
endfunction

function! s:open(name) abort
  exe 'edit ' . fnameescape(s:room . '/' . a:name)
  ALELint
endfunction

function! s:findings() abort
  call s:open('harbour.ar.news.md')
  if &filetype !=# 'newsmd' || b:current_syntax !=# 'newsmd'
    throw 'the file type is ' . &filetype
  endif
  for l:wanted in ['unknown-actor sahil-line', 'unlinked-actor كريم عادل', 'ambiguous-actor نادية فرح', 'unbalanced-quotation «']
    try
      call s:eventually(l:wanted, {-> index(s:found(), l:wanted) >= 0})
    catch
      throw v:exception . ' among ' . string(s:found())
    endtry
  endfor
  let l:types = map(filter(copy(ale#engine#GetLoclist(bufnr('%'))), {_, one -> one.code ==# 'unknown-actor'}), {_, one -> one.type})
  if l:types !=# ['E']
    throw 'the severity is ' . string(l:types)
  endif
  for l:wanted in ['sahil-line', 'كريم عادل']
    call s:eventually(l:wanted . ' is underlined', {-> index(s:underlined(), l:wanted) >= 0})
  endfor
endfunction

function! s:follows() abort
  call s:open('harbour.en.news.md')
  call s:eventually('the misspelling', {-> index(s:found(), 'discouraged-name Samira Nasir') >= 0})
  %s/Samira Nasir/Samira Nasser/
  ALELint
  call s:eventually('the misspelling is gone', {-> index(s:found(), 'discouraged-name Samira Nasir') < 0 && len(s:found()) > 0})
  undo
endfunction

function! s:fixes() abort
  call s:open('harbour.ar.news.md')
  ALEFix
  call s:eventually('the name is linked', {-> search('\V[كريم عادل](actor:karim-adel)', 'nw') > 0})
  if search('\Vactor:sahil-line)', 'nw') == 0
    throw 'what is not sure has been changed'
  endif
  undo
endfunction

call s:say('Vim ' . v:version . ', ALE')
call s:test('findings are under their words', function('s:findings'))
call s:test('findings follow changes', function('s:follows'))
call s:test('the fixer applies all safe fixes', function('s:fixes'))
call delete(s:room, 'rf')
call s:say(s:passed . ' passed, ' . s:failed . ' failed')
exe s:failed == 0 ? 'qall!' : 'cquit'
