-- Starts the server with the first article. Neovim 0.11 does so itself; older versions need an autocommand.
if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

local copydesk = require('copydesk')
local group = vim.api.nvim_create_augroup('copydesk', {})

if vim.treesitter.language and vim.treesitter.language.register then
  vim.treesitter.language.register('markdown', 'newsmd')
end

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'newsmd',
  callback = copydesk.warn_if_missing,
})

vim.api.nvim_create_user_command('CopydeskInit', function(options)
  copydesk.init(options.args)
end, { nargs = '?', complete = 'dir', desc = 'Create a project in a folder' })
vim.api.nvim_create_user_command('CopydeskNewArticle', function(options)
  copydesk.new_article(options.args)
end, { nargs = '?', desc = 'Open a new article, in a language' })

-- The commands of code lenses: that of an entry lists its mentions, that of an article its dates.
vim.lsp.commands['copydesk.showReferences'] = copydesk.show_references
vim.lsp.commands['copydesk.showTimeline'] = copydesk.show_timeline

vim.api.nvim_create_autocmd('CompleteDone', {
  group = group,
  callback = function(event)
    copydesk.complete_done(event.buf)
  end,
})

if vim.fn.exists('##LspAttach') == 1 then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        copydesk.attached(event.buf)
      end
    end,
  })
end

if vim.lsp.config then
  vim.lsp.enable('copydesk')
  return
end

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = copydesk.filetypes,
  callback = function(event)
    -- An article is detected as plain Markdown first, and as newsmd a moment later.
    if event.match == 'newsmd' or not event.file:find('%.news%.md$') then
      copydesk.start(event.buf)
    end
  end,
})
-- Buffers that were opened before the plugin was loaded.
for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
  if vim.api.nvim_buf_is_loaded(bufnr) and vim.tbl_contains(copydesk.filetypes, vim.bo[bufnr].filetype) then
    copydesk.start(bufnr)
  end
end
