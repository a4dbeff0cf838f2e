---@brief
---
--- https://github.com/copydesk/copydesk
---
--- A language server for news articles, which checks names, titles and dates in Arabic and English.
---
--- Install it with `pip install copydesk`, `npm install -g copydesk`, or from the releases. The server ignores files
--- that are not articles, such as an ordinary README.
---@type vim.lsp.Config
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'newsmd', 'markdown', 'text', 'toml', 'xml', 'html' },
  root_markers = { 'copydesk.toml', '.git' },
}
