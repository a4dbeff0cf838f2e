--- Shared code of the plugin: the command, the folder of a project, starting the server in a Neovim without
--- `vim.lsp.config`, completion, and fixes.
local M = {}

--- The file types of articles, of files that may be articles, and of the registry and the configuration.
M.filetypes = { 'newsmd', 'markdown', 'text', 'toml', 'xml', 'html', 'json' }

--- The file types of markup. The server is silent about documents that are not articles.
local MARKUP = { xml = true, html = true, json = true }

--- The first elements of news formats.
local ITEMS = { 'nitf', 'TEI', 'TEI.2', 'newsItem', 'newsMessage', 'packageItem' }

--- How many lines are searched for the first element.
local HEAD = 40

local has_methods = vim.fn.has('nvim-0.11') == 1

--- Calls a function of a client: they became methods in Neovim 0.11.
local function call(client, name, ...)
  if has_methods then
    return client[name](client, ...)
  end
  return client[name](...)
end

--- Sends a request and waits for the answer.
function M.request_sync(client, method, params, bufnr)
  return call(client, 'request_sync', method, params, 2000, bufnr)
end

--- The command that the user has set, or the one on PATH. `vim.g.copydesk_cmd` is a path or a whole command.
function M.cmd()
  local set = vim.g.copydesk_cmd
  if type(set) == 'table' then
    return set
  end
  return { set and vim.fn.expand(set) or 'copydesk', 'lsp' }
end

--- The command that is used: `vim.lsp.config('copydesk', …)` may have replaced ours.
function M.command()
  local config = vim.lsp.config and vim.lsp.config['copydesk']
  return config and config.cmd or M.cmd()
end

--- Reports once that the program is missing, and what to do.
function M.warn_if_missing()
  local command = M.command()
  if type(command) ~= 'table' or vim.fn.executable(command[1]) == 1 then
    return
  end
  vim.notify_once(
    ('copydesk: `%s` is not executable. Install copydesk, or set vim.g.copydesk_cmd to its path; Run :checkhealth copydesk for details.'):format(
      command[1]
    ),
    vim.log.levels.WARN
  )
end

--- Lists the mentions of the entry of a code lens.
function M.show_references(command)
  local place = command.arguments[2]
  vim.api.nvim_win_set_cursor(0, { place.line + 1, 0 })
  -- References work anywhere in an entry, so the column does not matter.
  vim.lsp.buf.references({ includeDeclaration = false })
end

--- Lists the dates of an article in order, in the location list. The code lens of an article runs this.
function M.show_timeline(command, context)
  local bufnr = context and context.bufnr or vim.api.nvim_get_current_buf()
  local client = M.clients(bufnr)[1]
  if not client then
    return vim.notify('copydesk: no server is attached to this buffer', vim.log.levels.WARN)
  end
  local params = { command = 'copydesk.showTimeline', arguments = command and command.arguments }
  params.arguments = params.arguments or { { uri = vim.uri_from_bufnr(bufnr) } }
  call(client, 'request', 'workspace/executeCommand', params, function(problem, answer)
    if problem then
      return vim.notify('copydesk: ' .. problem.message, vim.log.levels.ERROR)
    end
    local items = {}
    for _, entry in ipairs(type(answer) == 'table' and answer.entries or {}) do
      -- A date that does not exist has no days.
      local days = 'not a date'
      if type(entry.first) == 'string' then
        days = entry.first == entry.last and entry.first or (entry.first .. ' – ' .. entry.last)
      end
      table.insert(items, { bufnr = bufnr, lnum = entry.line, text = days .. '  ' .. entry.sentence })
    end
    if #items == 0 then
      return vim.notify('copydesk: this article has no dates', vim.log.levels.INFO)
    end
    vim.fn.setloclist(0, {}, ' ', { title = 'Timeline', items = items })
    vim.cmd('lopen')
  end, bufnr)
end

--- The folder with the copydesk.toml that governs a folder.
function M.newsroom(folder)
  while true do
    if vim.fn.filereadable(folder .. '/copydesk.toml') == 1 then
      return folder
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return nil
    end
    folder = parent
  end
end

--- Whether a buffer is an item of a news format, by its first element.
local function is_news_item(bufnr)
  if vim.bo[bufnr].filetype ~= 'xml' then
    return false
  end
  local text = table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, HEAD, false), '\n'):gsub('<[?!][^>]*>', '')
  local name = text:match('^%s*<([%w.:_-]+)')
  return name ~= nil and vim.tbl_contains(ITEMS, name:match('[^:]+$'))
end

--- Whether Markdown says that it is an article, by its front matter or its links.
local function says_article(bufnr)
  if vim.bo[bufnr].filetype ~= 'markdown' then
    return false
  end
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, HEAD, false)
  local is_front = lines[1] ~= nil and lines[1]:find('^%-%-%-%s*$') ~= nil
  for nth, line in ipairs(lines) do
    if nth > 1 and line:find('^%-%-%-%s*$') then
      is_front = false
    end
    if is_front and (line:find('^type:%s*["\']?NewsArticle["\']?%s*$') or line:find('^datePublished:')) then
      return true
    end
    for _, scheme in ipairs({ 'actor', 'person', 'org', 'event' }) do
      if line:find('](' .. scheme .. ':', 1, true) then
        return true
      end
    end
  end
  return false
end

--- The root folder for a buffer. nil if the server is not needed: other files outside of a project.
function M.root(bufnr)
  local name = vim.api.nvim_buf_get_name(bufnr)
  local folder = name == '' and vim.fn.getcwd() or vim.fn.fnamemodify(name, ':p:h')
  local is_article = vim.bo[bufnr].filetype == 'newsmd' or is_news_item(bufnr) or says_article(bufnr)
  return M.newsroom(folder) or (is_article and folder or nil)
end

--- Pulls the findings of all attached buffers again: the registry or the configuration has changed.
local function refresh(_, _, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  for bufnr in pairs(client and client.attached_buffers or {}) do
    local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
    call(client, 'request', 'textDocument/diagnostic', params, nil, bufnr)
  end
  return vim.NIL
end

--- The configuration of the client, except for buffer-specific values.
function M.config()
  local config = {
    name = 'copydesk',
    cmd = M.cmd(),
    filetypes = M.filetypes,
    -- Neovim shows isolates as `<2068>`, and leaves the order of words to the terminal.
    init_options = vim.tbl_extend('keep', vim.g.copydesk_options or {}, { isolates = false }),
  }
  -- Neovim 0.10 and 0.11 pull diagnostics but do not handle the refresh request.
  local pulls = vim.lsp.handlers['textDocument/diagnostic'] ~= nil
  if pulls and not vim.lsp.handlers['workspace/diagnostic/refresh'] then
    config.handlers = { ['workspace/diagnostic/refresh'] = refresh }
    config.capabilities = vim.lsp.protocol.make_client_capabilities()
    config.capabilities.workspace.diagnostics = { refreshSupport = true }
  end
  return config
end

--- The clients of copydesk, of one buffer or of all.
function M.clients(bufnr)
  local all
  if vim.lsp.get_clients then
    all = vim.lsp.get_clients({ bufnr = bufnr })
  elseif bufnr then
    all = vim.lsp.buf_get_clients(bufnr)
  else
    all = vim.lsp.get_active_clients()
  end
  return vim.tbl_filter(function(client)
    return client.name == 'copydesk'
  end, vim.tbl_values(all))
end

--- Clients by root folder, for Neovim 0.7.
local started = {}

--- Starts the server for a buffer, or attaches the buffer to the server of its project. For a Neovim without
--- `vim.lsp.config`.
function M.start(bufnr)
  local root = M.root(bufnr)
  if not root or vim.bo[bufnr].buftype ~= '' or vim.fn.executable(M.cmd()[1]) == 0 then
    return
  end
  local config = M.config()
  config.root_dir = root
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = bufnr })
  end
  config.workspace_folders = { { uri = vim.uri_from_fname(root), name = root } }
  config.on_attach = function(_, attached)
    M.attached(attached)
  end
  local id = started[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    started[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(bufnr, id)
  end
  return id
end

--- The completion functions of buffers with markup. They complete what the server does not.
local others = {}

--- Calls the completion function that a buffer with markup had.
local function complete_otherwise(bufnr, findstart, base)
  local own = others[bufnr] or ''
  if own:find('^v:lua') then
    return vim.lsp.omnifunc(findstart, base)
  end
  return own ~= '' and vim.fn[own](findstart, base) or nil
end

--- Sets up an attached buffer: completion, definitions by tag commands, three commands. No keys.
function M.attached(bufnr)
  -- The one of Neovim inserts only the first word of a completion, and before 0.11 drops names found through another
  -- script; the one of Markdown completes HTML tags.
  local replaced = { '', 'v:lua.vim.lsp.omnifunc', 'htmlcomplete#CompleteTags' }
  local own, ours = vim.bo[bufnr].omnifunc, "v:lua.require'copydesk'.omnifunc"
  if MARKUP[vim.bo[bufnr].filetype] and own ~= ours then
    others[bufnr] = own
    vim.bo[bufnr].omnifunc = ours
  elseif vim.tbl_contains(replaced, own) then
    vim.bo[bufnr].omnifunc = ours
  end
  if vim.lsp.tagfunc and vim.bo[bufnr].tagfunc == '' then
    vim.bo[bufnr].tagfunc = 'v:lua.vim.lsp.tagfunc'
  end
  vim.api.nvim_buf_create_user_command(bufnr, 'CopydeskFixAll', function()
    M.fix_all(bufnr)
  end, { desc = 'Apply all safe fixes', force = true })
  vim.api.nvim_buf_create_user_command(bufnr, 'CopydeskFixNewsroom', function()
    M.fix_newsroom(bufnr)
  end, { desc = 'Apply all safe fixes in all articles', force = true })
  vim.api.nvim_buf_create_user_command(bufnr, 'CopydeskTimeline', function()
    M.show_timeline(nil, { bufnr = bufnr })
  end, { desc = 'List the dates of the article in order', force = true })
end

--- Applies a code action. Its edit is resolved if it has none yet.
local function apply(client, action, bufnr)
  if action.edit then
    return vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
  call(client, 'request', 'codeAction/resolve', action, function(problem, resolved)
    if problem then
      vim.notify('copydesk: ' .. problem.message, vim.log.levels.ERROR)
    elseif resolved and resolved.edit then
      vim.lsp.util.apply_workspace_edit(resolved.edit, client.offset_encoding)
    end
  end, bufnr)
end

--- Applies all safe fixes in a buffer.
function M.fix_all(bufnr)
  local client = M.clients(bufnr)[1]
  if not client then
    return vim.notify('copydesk: no server is attached to this buffer', vim.log.levels.WARN)
  end
  local last = vim.api.nvim_buf_line_count(bufnr)
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(bufnr) },
    range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } },
    context = { diagnostics = {}, only = { 'source.fixAll.copydesk' } },
  }
  call(client, 'request', 'textDocument/codeAction', params, function(problem, actions)
    if problem then
      return vim.notify('copydesk: ' .. problem.message, vim.log.levels.ERROR)
    end
    for _, action in ipairs(actions or {}) do
      apply(client, action, bufnr)
    end
    if vim.tbl_isempty(actions or {}) then
      vim.notify('copydesk: no safe fixes', vim.log.levels.INFO)
    end
  end, bufnr)
end

--- Applies all safe fixes in all articles of the project, open or not. `:wall` saves them.
function M.fix_newsroom(bufnr)
  local client = M.clients(bufnr)[1]
  if not client then
    return vim.notify('copydesk: no server is attached to this buffer', vim.log.levels.WARN)
  end
  call(client, 'request', 'workspace/executeCommand', { command = 'copydesk.fixWorkspace' }, function(problem, done)
    if problem then
      return vim.notify('copydesk: ' .. problem.message, vim.log.levels.ERROR)
    end
    if type(done) == 'table' then
      local message = 'copydesk: %d safe fixes in %d articles (:wall saves them), %d findings left to review'
      vim.notify(message:format(done.edits, done.files, done.left), vim.log.levels.INFO)
    end
  end, bufnr)
end

--- Runs the program with some arguments. Returns its output, or nil after a message.
local function run(arguments)
  local command = M.command()
  if type(command) ~= 'table' or vim.fn.executable(command[1]) == 0 then
    vim.notify('copydesk: the program is not executable; run :checkhealth copydesk', vim.log.levels.ERROR)
    return nil
  end
  local out = vim.fn.system(vim.list_extend({ command[1] }, arguments))
  if vim.v.shell_error ~= 0 then
    vim.notify('copydesk: ' .. vim.trim(out), vim.log.levels.ERROR)
    return nil
  end
  return vim.trim(out)
end

--- Creates the files of a project in a folder, by default the current one. Existing files are not changed.
function M.init(folder)
  folder = folder and folder ~= '' and vim.fn.expand(folder) or vim.fn.getcwd()
  local out = run({ 'init', '--schema', folder })
  if not out then
    return
  end
  vim.notify(out, vim.log.levels.INFO)
  -- Open documents belong to the project from now on.
  for _, client in ipairs(M.clients()) do
    local changes = {}
    for _, name in ipairs({ 'copydesk.toml', 'actors.toml' }) do
      table.insert(changes, { uri = vim.uri_from_fname(folder .. '/' .. name), type = 1 })
    end
    call(client, 'notify', 'workspace/didChangeWatchedFiles', { changes = changes })
    -- A Neovim that does not pull findings gets them.
    if vim.lsp.handlers['textDocument/diagnostic'] then
      refresh(nil, nil, { client_id = client.id })
    end
  end
end

--- Opens a new article, with its date and language filled in and the cursor in the headline. The server makes the text, so that
--- the settings of the project count.
function M.new_article(language)
  local today, folder = os.date('%Y-%m-%d'), vim.fn.getcwd()
  local bufnr = vim.api.nvim_create_buf(true, false)
  local options = vim.g.copydesk_options or {}
  vim.api.nvim_set_current_buf(bufnr)
  vim.bo[bufnr].filetype = 'newsmd'
  local function fill(problem, answer)
    if problem or type(answer) ~= 'table' then
      return vim.notify('copydesk: ' .. (problem and problem.message or 'no answer'), vim.log.levels.ERROR)
    end
    -- The file type of a name that ends in .news.md is newsmd, too.
    local path = folder .. '/' .. answer.name
    if vim.fn.filereadable(path) == 0 and vim.fn.bufnr(path) == -1 then
      vim.api.nvim_buf_set_name(bufnr, path)
    end
    vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split(answer.text, '\n', { plain = true }))
    vim.api.nvim_win_set_cursor(0, { 2, #'headline: "' })
  end
  local argument = { date = today, folder = folder, author = vim.g.copydesk_author }
  argument.language = language and language ~= '' and language or options.language
  local function ask()
    local client = M.clients(bufnr)[1]
    if client then
      call(client, 'request', 'workspace/executeCommand', { command = 'copydesk.newArticle', arguments = { argument } }, fill, bufnr)
    end
    return client ~= nil
  end
  -- The server is started for the new buffer if it does not run yet.
  if not ask() and vim.wait(5000, function() return #M.clients(bufnr) > 0 end, 20) then
    ask()
  elseif #M.clients(bufnr) == 0 then
    vim.notify('copydesk: no server is attached to this buffer', vim.log.levels.WARN)
  end
end

--- The byte offset of a column of the protocol.
local function byte_at(line, column, encoding)
  if encoding == 'utf-8' then
    return math.min(column, #line)
  end
  if has_methods then
    return vim.str_byteindex(line, encoding, column, false)
  end
  local ok, byte = pcall(vim.str_byteindex, line, column, encoding == 'utf-16')
  return ok and byte or #line
end

--- The items of the last completion, between the two calls of `omnifunc`.
local offered = {}

--- Completion with |i_CTRL-X_CTRL-O|. Vim calls it twice: for the start of the text to replace, and for the items.
function M.omnifunc(findstart, base)
  if findstart ~= 1 and findstart ~= '1' then
    local bufnr = vim.api.nvim_get_current_buf()
    if #offered == 0 and others[bufnr] then
      return complete_otherwise(bufnr, 0, base) or {}
    end
    -- The server filters again after every letter: `sam` finds سميرة, which a filter of Vim would not.
    return { words = offered, refresh = 'always' }
  end
  offered = {}
  -- The number, not 0: pending edits are sent before a request only for an explicit buffer.
  local bufnr = vim.api.nvim_get_current_buf()
  local client = M.clients(bufnr)[1]
  if not client then
    return -3
  end
  local encoding = client.offset_encoding
  local params = vim.lsp.util.make_position_params(0, encoding)
  local answer = call(client, 'request_sync', 'textDocument/completion', params, 2000, bufnr)
  local result = answer and answer.result or {}
  local line, cursor = vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0)[2]
  local start
  for _, item in ipairs(result.items or result) do
    local range = item.textEdit.range
    local from = byte_at(line, range.start.character, encoding)
    start = start or from
    if from == start then
      table.insert(offered, {
        word = item.textEdit.newText,
        abbr = item.label,
        menu = item.detail,
        icase = 1,
        dup = 1,
        empty = 1,
        user_data = {
          copydesk = {
            -- Vim replaces up to the cursor; the rest of the replaced range is deleted afterwards.
            rest = math.max(byte_at(line, range['end'].character, encoding) - cursor, 0),
            also = item.additionalTextEdits or {},
            encoding = encoding,
          },
        },
      })
    end
  end
  return start or complete_otherwise(bufnr, 1, '') or -3
end

--- Finishes a completion: deletes replaced text after the cursor, and makes other edits, such as a line in the cast list.
function M.complete_done(bufnr)
  local data = vim.v.completed_item.user_data
  local ours = type(data) == 'table' and data.copydesk
  if not ours then
    return
  end
  if ours.rest > 0 then
    local row, column = unpack(vim.api.nvim_win_get_cursor(0))
    local line = vim.api.nvim_get_current_line()
    local stop = math.min(column + ours.rest, #line)
    vim.api.nvim_buf_set_text(bufnr, row - 1, column, row - 1, stop, { '' })
  end
  if #ours.also > 0 then
    vim.lsp.util.apply_text_edits(ours.also, bufnr, ours.encoding)
  end
end

--- For `vim.lsp.completion.enable(…, { convert = require('copydesk').convert })`: all words of a completion, not only
--- the first.
function M.convert(item)
  return { word = item.textEdit and item.textEdit.newText or item.label, abbr = item.label }
end

return M
