-- The configuration that `vim.lsp.enable('copydesk')` reads; `vim.lsp.config('copydesk', …)` changes it. Neovim 0.11.
local copydesk = require('copydesk')
return vim.tbl_extend('error', copydesk.config(), {
  root_dir = function(bufnr, start)
    local root = copydesk.root(bufnr)
    if root then
      start(root)
    end
  end,
})
