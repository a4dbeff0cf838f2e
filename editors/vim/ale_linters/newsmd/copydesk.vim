" The linter for ALE. Not the language server: ALE takes the protocol's columns for bytes, and would underline other words
" on a line with Arabic.
call ale#linter#Define('newsmd', {
\   'name': 'copydesk',
\   'executable': function('copydesk#Executable'),
\   'command': function('copydesk#Command'),
\   'callback': 'copydesk#Handle',
\})
