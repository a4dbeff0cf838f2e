-- News Markdown. The autocommand serves versions that detect file types by autocommands; it comes after the one that
-- says Markdown and must overrule it.
if vim.fn.has('nvim-0.8') == 1 then
  vim.filetype.add({ pattern = { ['.*%.news%.md'] = 'newsmd' } })
else
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    pattern = '*.news.md',
    command = 'set filetype=newsmd',
  })
end
