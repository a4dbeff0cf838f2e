-- News Markdown, and the suffixes of news formats in XML. The autocommand is for versions that detect file types by autocommands. It runs after the one that
-- detects Markdown, and overrides it.
if vim.fn.has('nvim-0.8') == 1 then
  vim.filetype.add({ pattern = { ['.*%.news%.md'] = 'newsmd' }, extension = { nitf = 'xml', tei = 'xml' } })
else
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    pattern = '*.news.md',
    command = 'set filetype=newsmd',
  })
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    pattern = { '*.nitf', '*.tei' },
    command = 'set filetype=xml',
  })
end
