---@brief
---
--- A language server and linter for news articles: names, titles and dates, in Arabic and English.
---
--- `copydesk` must be on `PATH`. Articles end in `.news.md`; give them the file type `newsmd`:
---
--- ```lua
--- vim.filetype.add({ pattern = { ['.*%.news%.md'] = 'newsmd' } })
--- vim.treesitter.language.register('markdown', 'newsmd')
--- ```
---
--- Other Markdown is checked if its front matter has `type: NewsArticle`; text, XML, HTML and JSON if `copydesk.toml` says so.

---@type vim.lsp.Config
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'newsmd', 'markdown', 'text', 'toml', 'xml', 'html', 'json' },
  root_markers = { 'copydesk.toml' },
  -- Neovim shows isolates as `<2068>`.
  init_options = { isolates = false },
}
