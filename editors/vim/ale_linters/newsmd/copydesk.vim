" The linter for ALE. The language server is not used: ALE takes its columns as bytes, and would underline other words
" on a line with Arabic.
call ale#linter#Define('newsmd', {
\   'name': 'copydesk',
\   'executable': function('copydesk#Executable'),
\   'command': function('copydesk#Command'),
\   'callback': 'copydesk#Handle',
\})
