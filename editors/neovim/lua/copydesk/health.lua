-- :checkhealth copydesk
local copydesk = require('copydesk')
local M = {}

-- The functions had longer names before Neovim 0.10, and another module before 0.8.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error

--- The command that prints the version, from the one that starts the server.
local function version_command(command)
  local out = vim.deepcopy(command)
  if out[#out] == 'lsp' then
    table.remove(out)
  end
  table.insert(out, '--version')
  return out
end

local function program()
  local command = copydesk.command()
  if type(command) ~= 'table' then
    return info('the command is a function; its program is not checked')
  end
  if vim.fn.executable(command[1]) == 0 then
    return fail(('`%s` is not executable'):format(command[1]), {
      'build it with `cargo build --release` and put target/release/copydesk on PATH, or',
      'set vim.g.copydesk_cmd to its path before the plugin is loaded',
    })
  end
  local said = vim.trim(vim.fn.system(version_command(command)))
  if vim.v.shell_error ~= 0 or not said:find('^copydesk ') then
    return fail(('`%s` is not copydesk: %s'):format(command[1], said), {
      'set vim.g.copydesk_cmd to the path of copydesk',
    })
  end
  ok(('%s (%s)'):format(said, vim.fn.exepath(command[1])))
end

--- Settings and registry of the project of the first attached buffer.
local function project(client)
  local bufnr = vim.tbl_filter(function(buffer)
    return vim.lsp.buf_is_attached(buffer, client.id)
  end, vim.api.nvim_list_bufs())[1]
  if not bufnr then
    return
  end
  local arguments = { { uri = vim.uri_from_bufnr(bufnr) } }
  local answer = copydesk.request_sync(client, 'workspace/executeCommand', {
    command = 'copydesk.describeProject',
    arguments = arguments,
  }, bufnr)
  local about = answer and answer.result
  if type(about) ~= 'table' then
    return
  end
  if type(about.config) == 'string' then
    info('settings: ' .. about.config)
  end
  if #about.registries > 0 then
    info(('registry: %s (%d entries)'):format(table.concat(about.registries, ', '), about.entries))
  elseif type(about.config) == 'string' then
    info('the project has no registry: names are checked against built-in places only')
  end
  for _, problem in ipairs(about.errors) do
    warn(problem)
  end
end

local function servers()
  local clients = copydesk.clients()
  if #clients == 0 then
    return warn('no server is running', {
      'open an article (*.news.md); Markdown, text and TOML are served only below a copydesk.toml',
    })
  end
  for _, client in ipairs(clients) do
    local root = client.config.root_dir or 'no folder'
    ok(('server %d serves %s, columns in %s'):format(client.id, root, client.offset_encoding))
    if root ~= 'no folder' and not copydesk.newsroom(root) then
      info('copydesk.toml was not found: names are checked against built-in places only; :CopydeskInit creates a project')
    end
    project(client)
    for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
      if vim.lsp.buf_is_attached(bufnr, client.id) then
        local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~:.')
        info(('attached to %s (%s)'):format(name, vim.bo[bufnr].filetype))
      end
    end
  end
end

function M.check()
  start('copydesk: the program')
  program()
  start('copydesk: the servers')
  info(vim.lsp.config and 'started by vim.lsp.enable' or 'started by the plugin: this Neovim has no vim.lsp.config')
  servers()
end

return M
