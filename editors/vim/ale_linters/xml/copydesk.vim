" Articles in this file type. The program refuses other documents, and ALE shows nothing for them.
call ale#linter#Define('xml', {
\   'name': 'copydesk',
\   'executable': function('copydesk#MarkupExecutable'),
\   'command': function('copydesk#Command'),
\   'callback': 'copydesk#Handle',
\})
