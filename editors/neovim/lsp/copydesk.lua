-- The configuration for `vim.lsp.enable('copydesk')` in Neovim 0.11; change it with `vim.lsp.config('copydesk', …)`.
local copydesk = require('copydesk')
return vim.tbl_extend('error', copydesk.config(), {
  root_dir = function(bufnr, start)
    local root = copydesk.root(bufnr)
    if root then
      start(root)
    end
  end,
})
