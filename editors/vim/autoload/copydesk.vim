" Shared code of the ALE linter and fixer.

" The program: that of the setting, or the one on PATH.
function! copydesk#Executable(buffer) abort
  return expand(get(g:, 'copydesk_executable', 'copydesk'))
endfunction

" The program for XML, HTML and JSON: only in a project, or for an item of a news format.
function! copydesk#MarkupExecutable(buffer) abort
  let l:head = join(getbufline(a:buffer, 1, 40), "\n")
  let l:first = matchstr(substitute(l:head, '<[?!]\_[^>]*>', '', 'g'), '^\_s*<\%(\w\+:\)\=\zs[[:alnum:].]\+')
  let l:is_item = index(['nitf', 'TEI', 'TEI.2', 'newsItem', 'newsMessage', 'packageItem'], l:first) >= 0
  let l:in_project = !empty(ale#path#FindNearestFile(a:buffer, 'copydesk.toml'))
  return l:is_item || l:in_project ? copydesk#Executable(a:buffer) : ''
endfunction

function! copydesk#Command(buffer) abort
  return '%e lint --format json --stdin-filename %s -'
endfunction

" The findings of the linter in ALE's terms. ALE counts columns in bytes, the linter in characters.
function! copydesk#Handle(buffer, lines) abort
  let l:found = []
  for l:one in get(ale#util#FuzzyJSONDecode(a:lines, {}), 'findings', [])
    let l:first = get(getbufline(a:buffer, l:one.start.line), 0, '')
    let l:last = get(getbufline(a:buffer, l:one.end.line), 0, '')
    call add(l:found, {
    \   'lnum': l:one.start.line,
    \   'col': s:byte(l:first, l:one.start.column) + 1,
    \   'end_lnum': l:one.end.line,
    \   'end_col': s:byte(l:last, l:one.end.column),
    \   'code': l:one.code,
    \   'text': l:one.message,
    \   'detail': join([l:one.message] + get(l:one, 'notes', []), "\n"),
    \   'type': {'error': 'E', 'warning': 'W'}->get(l:one.severity, 'I'),
    \})
  endfor
  return l:found
endfunction

" The number of bytes of a line before a column.
function! s:byte(line, column) abort
  let l:byte = byteidxcomp(a:line, a:column - 1)
  return l:byte < 0 ? len(a:line) : l:byte
endfunction

" A fixer: the linter applies all safe fixes to the text of the buffer.
function! copydesk#Fix(buffer) abort
  return {'command': ale#Escape(copydesk#Executable(a:buffer)) . ' lint --fix --stdin-filename %s -'}
endfunction
