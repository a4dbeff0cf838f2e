-- Drives a real Neovim with the plugin and the built server, and looks at what a person would see.
--
--     COPYDESK=target/release/copydesk nvim --headless -n -i NONE -u NONE -S tests/editors/neovim.lua
--
-- The Neovim that runs this file starts another of the same version for each test, with a fresh copy of the example
-- newsroom and a user's configuration of two lines, types into it and asks it what it shows. A test that needs a date
-- finding has no place here: those are tested with the rules.

local repo = vim.fn.fnamemodify(vim.fn.resolve(debug.getinfo(1, 'S').source:sub(2)), ':p:h:h:h')
local binary = vim.fn.fnamemodify(vim.env.COPYDESK or (repo .. '/target/release/copydesk'), ':p')
local PATIENCE = 15000
local new = vim.fn.has('nvim-0.11') == 1
local scratch = vim.fn.tempname()
local passed, failed = 0, 0

local function say(text)
  io.stdout:write(text .. '\n')
  io.stdout:flush()
end

local function write(path, text)
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

local function read(path)
  local file = io.open(path)
  if not file then
    return ''
  end
  local text = file:read('*a')
  file:close()
  return text
end

--- Waits until a condition holds. `seen` describes the actual state.
local function eventually(what, ask, seen)
  local start = vim.loop.hrtime()
  while not ask() do
    if (vim.loop.hrtime() - start) / 1e6 > PATIENCE then
      error(('%s: not within %d s%s'):format(what, PATIENCE / 1000, seen and '; there is ' .. seen() or ''), 2)
    end
    vim.wait(20)
  end
end

local function equal(what, got, wanted)
  if got ~= wanted then
    error(('%s: %s, and not %s'):format(what, vim.inspect(got), vim.inspect(wanted)), 2)
  end
end

local function contains(what, text, part)
  if not text:find(part, 1, true) then
    error(('%s: %s has no %s'):format(what, vim.inspect(text), vim.inspect(part)), 2)
  end
end

local function alive(pid)
  -- A process that has ended and was not waited for still has an id.
  local ended = read(('/proc/%d/stat'):format(pid)):find(') Z', 1, true)
  return not ended and vim.loop.kill(pid, 0) == 0
end

--- What is loaded into the editor under test.
local INSIDE = [[
T = {}
function T.client()
  return require('copydesk').clients(vim.api.nvim_get_current_buf())[1]
end
function T.diagnostics(bufnr)
  local out = {}
  for _, d in ipairs(vim.diagnostic.get(bufnr or 0)) do
    local ok, words = pcall(vim.api.nvim_buf_get_text, bufnr or 0, d.lnum, d.col, d.end_lnum, d.end_col, {})
    table.insert(out, {
      code = d.code, source = d.source, severity = d.severity, message = d.message,
      words = ok and table.concat(words, '\n') or words,
    })
  end
  return out
end
-- Puts the cursor on the first place of a word after the front matter.
function T.go(words, offset)
  vim.api.nvim_win_set_cursor(0, { 7, 0 })
  if vim.fn.search('\\V' .. words, 'cW') == 0 then error(words .. ' was not found') end
  local at = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_win_set_cursor(0, { at[1], at[2] + (offset or 0) })
end
function T.floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
  return ''
end
function T.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end
-- Menus are answered by a part of a title; all that was offered is kept.
T.titles, T.choice = {}, nil
vim.ui.select = function(items, options, choose)
  T.titles = {}
  local chosen
  for _, item in ipairs(items) do
    local title = options.format_item and options.format_item(item) or tostring(item)
    table.insert(T.titles, title)
    if T.choice and title:find(T.choice, 1, true) then chosen = chosen or item end
  end
  choose(chosen)
end
]]

local Editor = {}
Editor.__index = Editor

--- Starts an editor in a fresh newsroom. Options: `encoding` to offer, `cmd` in place of the server, `init` lines.
local function start(options)
  options = options or {}
  local folder = scratch .. '/' .. tostring(vim.loop.hrtime())
  local room = folder .. '/newsroom'
  vim.fn.mkdir(folder, 'p')
  vim.fn.system({ 'cp', '-R', repo .. '/examples/newsroom', room })
  assert(vim.v.shell_error == 0, 'the example newsroom cannot be copied')
  vim.fn.system({ 'cp', '-R', repo .. '/examples/formats', folder .. '/formats' })
  -- The server's process is known through a program that notes it down and becomes the server.
  local command = folder .. '/copydesk'
  write(command, ('#!/bin/sh\n[ "$1" = lsp ] && echo $$ >> "%s/pids"\nexec "%s" "$@"\n'):format(folder, binary))
  vim.fn.system({ 'chmod', '+x', command })
  local lines = {
    'set rtp^=' .. repo .. '/editors/neovim',
    ("let g:copydesk_cmd = '%s'"):format(options.cmd or command),
  }
  if options.encoding then
    table.insert(
      lines,
      ("lua vim.lsp.config('copydesk', { capabilities = { general = { positionEncodings = { '%s' } } } })"):format(
        options.encoding
      )
    )
  end
  vim.list_extend(lines, options.init or {})
  write(folder .. '/init.vim', table.concat(lines, '\n') .. '\n')
  local self = setmetatable({ folder = folder, room = room, ended = false }, Editor)
  local arguments = { vim.v.progpath, '--embed', '--headless', '-n', '-i', 'NONE', '-u', folder .. '/init.vim' }
  self.channel = vim.fn.jobstart(arguments, {
    rpc = true,
    cwd = room,
    env = {
      XDG_CONFIG_HOME = folder,
      XDG_DATA_HOME = folder,
      XDG_STATE_HOME = folder,
      XDG_CACHE_HOME = folder,
      LC_ALL = 'C.UTF-8',
    },
    on_exit = function()
      self.ended = true
    end,
  })
  assert(self.channel > 0, 'the editor does not start')
  self:lua(INSIDE)
  return self
end

function Editor:lua(code, ...)
  -- An editor that waits for a key answers nothing; better an error than a hang.
  if vim.rpcrequest(self.channel, 'nvim_get_mode').blocking then
    error('the editor waits for input', 2)
  end
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

function Editor:type(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

function Editor:command(command)
  vim.rpcrequest(self.channel, 'nvim_command', command)
end

function Editor:open(name)
  self:command('edit ' .. name)
  eventually('the server attaches to ' .. name, function()
    return self:lua('return T.client() ~= nil and T.client().server_capabilities ~= nil')
  end)
end

function Editor:diagnostics()
  return self:lua('return T.diagnostics()')
end

function Editor:has(code, words)
  for _, found in ipairs(self:diagnostics()) do
    if found.code == code and found.words == words then
      return found
    end
  end
end

function Editor:expect(code, words)
  eventually(('%s is found at %s'):format(code, words), function()
    return self:has(code, words)
  end, function()
    return vim.inspect(self:diagnostics())
  end)
end

function Editor:expect_gone(code, words)
  eventually(('%s at %s is gone'):format(code, words), function()
    return not self:has(code, words)
  end, function()
    return vim.inspect(self:diagnostics())
  end)
end

--- Applies a code action at the cursor by a part of its title.
function Editor:fix(title)
  self:lua('T.choice = ...; vim.lsp.buf.code_action()', title)
  eventually('a fix is offered: ' .. title, function()
    return vim.tbl_contains(
      vim.tbl_map(function(offered)
        return offered:find(title, 1, true) ~= nil
      end, self:lua('return T.titles')),
      true
    )
  end, function()
    return vim.inspect(self:lua('return T.titles'))
  end)
end

--- The last line of the document while and after keys are typed.
function Editor:completed(keys, wanted)
  self:command('set completeopt=menuone,noinsert')
  self:type(keys .. '<C-x><C-o>')
  local words = [[return vim.tbl_map(function(i) return i.word end, vim.fn.complete_info({ 'items' }).items)]]
  local offered
  eventually('completion offers ' .. wanted, function()
    offered = self:lua(words)
    return vim.tbl_contains(offered, wanted)
  end, function()
    return vim.inspect(offered)
  end)
  equal('the first that is offered', offered[1], wanted)
  self:type('<C-y><Esc>')
  eventually('the menu is closed', function()
    return vim.rpcrequest(self.channel, 'nvim_get_mode').mode == 'n'
  end)
end

function Editor:pids()
  local pids = {}
  for pid in read(self.folder .. '/pids'):gmatch('%d+') do
    table.insert(pids, tonumber(pid))
  end
  return pids
end

function Editor:expect_no_server()
  for _, pid in ipairs(self:pids()) do
    eventually(('server %d is gone'):format(pid), function()
      return not alive(pid)
    end)
  end
end

--- Quits as a person does.
function Editor:quit()
  if self.ended then
    return
  end
  -- The answer never comes when the editor is quick to go.
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  eventually('the editor quits', function()
    return self.ended
  end)
  self:expect_no_server()
end

local function test(name, options, body)
  if type(options) == 'function' then
    name, options, body = name, {}, options
  end
  local editor
  local fine, problem = xpcall(function()
    editor = start(options)
    body(editor)
    editor:quit()
  end, function(raised)
    return tostring(raised)
  end)
  if editor and not editor.ended then
    vim.fn.jobstop(editor.channel)
  end
  if fine then
    passed = passed + 1
    say('ok    ' .. name)
  else
    failed = failed + 1
    say('FAIL  ' .. name .. '\n      ' .. problem:gsub('\n', '\n      '))
    local log = editor and read(editor.folder .. '/nvim/lsp.log') or ''
    if log ~= '' then
      say('      the log of the client:\n' .. log:sub(-2000))
    end
  end
end

local ARABIC, ENGLISH, CAST = 'harbour.ar.news.md', 'harbour.en.news.md', 'harbour-cast.ar.news.md'

if vim.fn.executable(binary) == 0 then
  say('no server at ' .. binary .. ': build it, or set COPYDESK')
  vim.cmd('cquit 2')
end
local version = vim.version()
say(('Neovim %d.%d.%d'):format(version.major, version.minor, version.patch))

test('an article is News Markdown and looks like Markdown', function(editor)
  editor:open(ARABIC)
  equal('the file type', editor:lua('return vim.bo.filetype'), 'newsmd')
  equal('the syntax', editor:lua('return vim.b.current_syntax'), 'newsmd')
  contains('the pairs', editor:lua('return vim.bo.matchpairs'), '«:»')
  editor:lua('T.go("](actor:samira")')
  contains(
    'the highlighting of a link',
    editor:lua('return vim.fn.synIDattr(vim.fn.synID(9, 1, 1), "name") .. " " .. table.concat(vim.tbl_map(function(id) return vim.fn.synIDattr(id, "name") end, vim.fn.synstack(vim.fn.line("."), vim.fn.col("."))), " ")'),
    'markdownLink'
  )
  if new then
    equal('the parser', editor:lua('return vim.treesitter.language.get_lang("newsmd")'), 'markdown')
  end
  editor:command('edit ../notes.md')
  equal('the file type of other Markdown', editor:lua('return vim.bo.filetype'), 'markdown')
end)

test('the server attaches to relevant files, with the project as root', function(editor)
  editor:open(ARABIC)
  equal('the root', editor:lua('return vim.loop.fs_realpath(T.client().config.root_dir)'), vim.loop.fs_realpath(editor.room))
  equal('the language id', editor:lua('return T.client().config.get_language_id and T.client().config.get_language_id(0, vim.bo.filetype) or T.client().get_language_id(0, vim.bo.filetype)'), 'newsmd')
  editor:open('actors.toml')
  editor:open('school.en.news.md')
  equal('servers', #editor:pids(), 1)
  -- Outside of a newsroom an article is served, and other Markdown is left alone.
  editor:command('edit ../alone.news.md')
  eventually('an article without newsroom is served', function()
    return editor:lua('return T.client() ~= nil')
  end)
  editor:command('edit ../notes.md')
  editor:command('edit ../settings.toml')
  equal('a client for other files', editor:lua('return vim.wait(300, function() return T.client() ~= nil end, 10)'), false)
end)

--- What the linter finds in a newsroom, by file: lines from zero, columns in bytes.
local function linted(room)
  local out = vim.fn.system(
    ('cd %s && %s lint --format json --level unregistered-name=hint'):format(vim.fn.shellescape(room), vim.fn.shellescape(binary))
  )
  local files = {}
  for _, one in ipairs(vim.fn.json_decode(out).findings) do
    local text = read(room .. '/' .. one.path)
    local function place(at)
      local before = text:sub(1, at.offset)
      local line = select(2, before:gsub('\n', ''))
      return ('%d:%d'):format(line, #before:match('[^\n]*$'))
    end
    files[one.path] = files[one.path] or {}
    table.insert(files[one.path], ('%s-%s %s[%s]'):format(place(one.start), place(one['end']), one.severity, one.code))
  end
  return files
end

test('findings are those of the linter, range by range', function(editor)
  local expected = linted(editor.room)
  local count = 0
  for _, name in ipairs({ ARABIC, ENGLISH, CAST, 'school.en.news.md', 'scraped.ar.txt' }) do
    editor:open(name)
    local wanted = table.concat(vim.fn.sort(expected[name] or {}), '\n')
    count = count + #(expected[name] or {})
    local function found()
      local lines = editor:lua([[
        local names = { 'error', 'warning', 'info', 'hint' }
        return vim.tbl_map(function(d)
          return ('%d:%d-%d:%d %s[%s]'):format(d.lnum, d.col, d.end_lnum, d.end_col, names[d.severity], d.code)
        end, vim.diagnostic.get(0))
      ]])
      return table.concat(vim.fn.sort(lines), '\n')
    end
    eventually(name .. ' has\n' .. wanted, function()
      return found() == wanted
    end, found)
  end
  if count < 15 then
    error('the linter finds ' .. count)
  end
end)

-- Neovim before 0.11 counts in UTF-16 alone.
local encodings = new and { 'default', 'utf-8', 'utf-16', 'utf-32' } or { 'default' }
for _, encoding in ipairs(encodings) do
  local options = { encoding = encoding ~= 'default' and encoding or nil }
  local named = ('columns in %s: '):format(encoding)

  test(named .. 'findings are under their words', options, function(editor)
    editor:open(ARABIC)
    local used = encoding ~= 'default' and encoding or (new and 'utf-8' or 'utf-16')
    equal('the encoding', editor:lua('return T.client().offset_encoding'), used)
    editor:expect('unknown-actor', 'sahil-line')
    editor:expect('unlinked-actor', 'كريم عادل')
    editor:expect('ambiguous-actor', 'نادية فرح')
    editor:expect('unbalanced-quotation', '«')
    editor:expect('unfinished-mention', '[والوزيرة](actor:')
    local unknown = editor:has('unknown-actor', 'sahil-line')
    equal('the severity', unknown.severity, vim.diagnostic.severity.ERROR)
    equal('the source', unknown.source, 'copydesk')
    contains('the message', unknown.message, 'sahil-line')
    contains('a message that quotes Arabic', editor:has('unlinked-actor', 'كريم عادل').message, '`كريم عادل` is not linked')
  end)

  test(named .. 'findings follow typing, and undoing', options, function(editor)
    editor:open(ARABIC)
    editor:expect('unlinked-actor', 'كريم عادل')
    local before = editor:lua('return T.text()')
    -- An emoji is one, two or four units; vowel signs and joiners are more than one eye can count.
    editor:type('Go<CR>😀👩🏽‍🚀 قَالَتْ سميرة نصر كلاماً.<Esc>')
    editor:expect('discouraged-name', 'سميرة نصر')
    editor:type('u')
    editor:expect_gone('discouraged-name', 'سميرة نصر')
    equal('the text after undoing', editor:lua('return T.text()'), before)
    editor:type('<C-r>')
    editor:expect('discouraged-name', 'سميرة نصر')
    -- Deleting a line moves what is below it.
    editor:type('7Gdd')
    editor:expect('discouraged-name', 'سميرة نصر')
    editor:expect('unbalanced-quotation', '«')
  end)

  test(named .. 'a quick fix is applied, and its finding disappears', options, function(editor)
    editor:open(ARABIC)
    editor:expect('unknown-actor', 'sahil-line')
    local before = editor:lua('return T.text()')
    editor:lua('T.go("sahil-line")')
    editor:fix('sahil-lines')
    editor:expect_gone('unknown-actor', 'sahil-line')
    contains('the text', editor:lua('return T.text()'), '[شركة ساحل للشحن](actor:sahil-lines) في')
    editor:type('u')
    editor:expect('unknown-actor', 'sahil-line')
    equal('the text after undoing', editor:lua('return T.text()'), before)
    editor:lua('T.go("كريم عادل")')
    editor:fix('karim-adel')
    editor:expect_gone('unlinked-actor', 'كريم عادل')
    contains('the text', editor:lua('return T.text()'), 'وقال [كريم عادل](actor:karim-adel) [والوزيرة](actor:')
  end)

  test(named .. 'all safe fixes are applied at once', options, function(editor)
    editor:open(ARABIC)
    editor:expect('unlinked-actor', 'كريم عادل')
    editor:command('CopydeskFixAll')
    editor:expect_gone('unlinked-actor', 'كريم عادل')
    contains('the text', editor:lua('return T.text()'), 'وقال [كريم عادل](actor:karim-adel) [والوزيرة](actor:')
    -- What is not sure is left to a person.
    editor:expect('ambiguous-actor', 'نادية فرح')
    editor:expect('unknown-actor', 'sahil-line')
  end)

  test(named .. 'Latin and Arabic letters find Arabic names', options, function(editor)
    editor:open(ARABIC)
    local whole = '[سميرة ناصر](actor:samira-nasser)'
    editor:completed('Go<CR>[sam', whole)
    equal('the line', editor:lua('return vim.api.nvim_get_current_line()'), whole)
    editor:completed('o<CR>قالت [سم', whole)
    equal('the line', editor:lua('return vim.api.nvim_get_current_line()'), 'قالت ' .. whole)
    -- An id is replaced as a whole, including the part after the cursor.
    editor:lua('T.go("actor:sahil-line", #"actor:sahi")')
    editor:completed('a', 'sahil-lines')
    contains('the line', editor:lua('return vim.api.nvim_get_current_line()'), '](actor:sahil-lines) في')
  end)

  test(named .. 'a definition is found in the registry', options, function(editor)
    editor:open(ARABIC)
    for _, way in ipairs({ 'lua vim.lsp.buf.definition()', 'execute "normal! \\<C-]>"' }) do
      editor:lua('T.go("ناصر](actor:samira")')
      editor:command(way)
      eventually('the registry is opened by ' .. way, function()
        return editor:lua('return vim.api.nvim_buf_get_name(0)'):find('actors%.toml$') ~= nil
      end)
      equal('the line', editor:lua('return vim.api.nvim_get_current_line()'), 'id = "samira-nasser"')
      equal('the place', editor:lua('return vim.fn.col(".")'), #'id = "' + 1)
      editor:command('edit ' .. ARABIC)
    end
  end)
end

test('hover shows who an actor is', function(editor)
  editor:open(ARABIC)
  editor:lua('T.go("سميرة ناصر"); vim.lsp.buf.hover()')
  -- The window goes when the cursor moves, which Neovim can notice after it has been shown.
  local card
  eventually('the card is shown', function()
    card = editor:lua('return T.floating()')
    return card ~= ''
  end)
  contains('the card', card, 'سميرة ناصر')
  contains('the card', card, 'Samira Nasser')
  contains('the card', card, 'وزيرة الموانئ')
end)

test('the first five minutes: all articles fixed, a person added, an id renamed, all saved', function(editor)
  -- What each step took, for docs/editors.md.
  local began, took = vim.loop.hrtime(), {}
  local function step(name, actions)
    local now = vim.loop.hrtime()
    table.insert(took, ('      | %s | %d | %.1f s |'):format(name, actions, (now - began) / 1e9))
    began = now
  end
  local function on_disk(name)
    return read(editor.room .. '/' .. name)
  end
  -- What the linter makes of it, in a copy.
  local copy = editor.folder .. '/fixed'
  vim.fn.system({ 'cp', '-R', editor.room, copy })
  vim.fn.system(('cd %s && %s lint --fix --no-cache .'):format(vim.fn.shellescape(copy), vim.fn.shellescape(binary)))
  editor:open(ENGLISH)
  editor:expect('discouraged-name', 'Samira Nasir')
  step('`nvim harbour.en.news.md`: the findings are there', 1)
  editor:command('CopydeskFixNewsroom')
  editor:expect_gone('discouraged-name', 'Samira Nasir')
  eventually('the result is reported', function()
    return editor:lua('return vim.api.nvim_exec("messages", true)'):find('safe fixes in 3 articles', 1, true)
  end)
  editor:command('wall')
  for _, name in ipairs({ ARABIC, ENGLISH, CAST, 'school.en.news.md', 'scraped.ar.txt', 'actors.toml' }) do
    equal(name .. ' on disk', on_disk(name), read(copy .. '/' .. name))
  end
  step('`:CopydeskFixNewsroom`, `:wall`', 2)
  editor:type('GoMayor Layla Haddad opened the gate.<Esc>')
  editor:expect('unregistered-name', 'Layla Haddad')
  editor:lua('T.go("Layla")')
  editor:fix('to the registry as')
  eventually('the name is linked', function()
    return editor:lua('return T.text()'):find('Mayor [Layla Haddad](actor:layla-haddad) opened', 1, true)
  end)
  editor:expect_gone('unregistered-name', 'Layla Haddad')
  step('a sentence, the cursor on the name, `gra`, the first action', 4)
  editor:lua('T.go("actor:samira-nasser", 8); vim.lsp.buf.rename("s-nasser")')
  eventually('the article has the new id', function()
    return editor:lua('return T.text()'):find('actor:s-nasser', 1, true)
  end)
  editor:command('wall')
  contains('the registry on disk', on_disk('actors.toml'), 'id = "layla-haddad"')
  for _, name in ipairs({ ARABIC, ENGLISH, CAST, 'school.en.news.md', 'actors.toml' }) do
    contains(name .. ' on disk', on_disk(name), 's-nasser')
    equal('the old id in ' .. name, on_disk(name):find('samira-nasser', 1, true), nil)
  end
  step('the cursor on an id, `grn`, the new one, `:wall`', 4)
  say(table.concat(took, '\n'))
end)

test('a cast list gets a line for a new name', function(editor)
  editor:open(CAST)
  editor:completed('7Gofoo [karim', '[كريم عادل]')
  editor:type('o[sahil')
  editor:type('<Esc>')
  editor:completed('cc[sahil', '[شركة ساحل للشحن]')
  contains('the cast list', editor:lua('return T.text()'), '\n[شركة ساحل للشحن]: actor:sahil-lines')
  contains('the text', editor:lua('return T.text()'), 'foo [كريم عادل]\n[شركة ساحل للشحن]\n')
end)

test('an edit of the registry is seen in open articles', function(editor)
  editor:open(ARABIC)
  editor:expect('unknown-actor', 'sahil-line')
  editor:command('split actors.toml')
  editor:command('%s/"sahil-lines"/"sahil-line"/')
  editor:command('wincmd p')
  editor:expect_gone('unknown-actor', 'sahil-line')
end)

test('every mention is listed, and an id is renamed in all of them', function(editor)
  editor:open(ENGLISH)
  editor:lua('T.go("Samira"); vim.lsp.buf.references()')
  local function files()
    local list = editor:lua('return vim.list_extend(vim.fn.getqflist(), vim.fn.getloclist(0))')
    local names = {}
    for _, entry in ipairs(list) do
      names[editor:lua('return vim.fn.fnamemodify(vim.fn.bufname(...), ":t")', entry.bufnr)] = true
    end
    return table.concat(vim.fn.sort(vim.tbl_keys(names)), ' ')
  end
  eventually('the list has the registry and the articles', function()
    local listed = files()
    return listed:find('actors.toml', 1, true) and listed:find(ARABIC, 1, true) and listed:find(ENGLISH, 1, true)
  end, files)
  editor:command('cclose')
  editor:open(ENGLISH)
  editor:lua('T.go("actor:samira-nasser", 8); vim.lsp.buf.rename("s-nasser")')
  eventually('the article has the new id', function()
    return editor:lua('return T.text()'):find('actor:s-nasser', 1, true)
  end)
  editor:command('edit actors.toml')
  contains('the registry', editor:lua('return T.text()'), 'id = "s-nasser"')
  editor:command('edit ' .. ARABIC)
  contains('another article', editor:lua('return T.text()'), 'actor:s-nasser')
end)

test('the registry shows how often its entries are mentioned', function(editor)
  editor:open('actors.toml')
  editor:lua('vim.lsp.codelens.refresh()')
  local function titles()
    local lenses = editor:lua('return vim.lsp.codelens.get(0)')
    return table.concat(vim.tbl_map(function(lens) return lens.command and lens.command.title or '?' end, lenses), '\n')
  end
  eventually('a lens counts', function()
    return titles():find('mentions? in %d+ article') ~= nil
  end, titles)
end)

test('an article shows its timeline, and lists it', function(editor)
  editor:open(ARABIC)
  editor:expect('unlinked-actor', 'كريم عادل')
  editor:lua('vim.lsp.codelens.refresh()')
  local function title()
    local lens = editor:lua('return vim.lsp.codelens.get(0)')[1]
    return lens and lens.command and lens.command.title or 'nothing'
  end
  eventually('the lens is there', function()
    return title():find('^Timeline: %d+ dates, 2024%-02%-11 to 2024%-06%-30') ~= nil
  end, title)
  local function listed()
    return table.concat(editor:lua([[
      return vim.tbl_map(function(i) return i.lnum .. ' ' .. i.text end, vim.fn.getloclist(0))
    ]]), '\n')
  end
  editor:lua('vim.api.nvim_win_set_cursor(0, { 2, 0 }); vim.lsp.codelens.run()')
  eventually('the dates are listed', function()
    return listed():find('^8 2024%-02%-11  قالت') ~= nil
  end, listed)
  contains('the list', listed(), '10 2024-06-05  وأوضحت')
  contains('a day that does not exist', listed(), '10 not a date  ')
  equal('the window of the list', editor:lua('return vim.bo.buftype'), 'quickfix')
  editor:command('lclose')
  editor:lua('vim.fn.setloclist(0, {})')
  editor:command('CopydeskTimeline')
  eventually('the dates are listed again', function()
    return listed():find('2024%-02%-11') ~= nil
  end, listed)
end)

test('English articles work the same', function(editor)
  editor:open(ENGLISH)
  editor:expect('discouraged-name', 'Samira Nasir')
  editor:lua('T.go("Samira Nasir")')
  editor:fix('Samira Nasser')
  editor:expect_gone('discouraged-name', 'Samira Nasir')
  contains('the text', editor:lua('return T.text()'), '[Samira Nasser](actor:samira-nasser) said.')
end)

--- One story in a format: findings, hover, completion of an attribute and in the text, a fix, and an id in all formats.
local function works_in(name, organisation, attribute, lead)
  return function(editor)
    editor:open('../formats/' .. name)
    equal('the file type', editor:lua('return vim.bo.filetype'), 'xml')
    editor:expect('unlinked-actor', 'كريم عادل')
    editor:expect('unknown-actor', 'sahil-line')
    editor:expect('date-value-mismatch', '11 فبراير الماضي')
    editor:lua('T.go("سميرة", 2); vim.lsp.buf.hover()')
    eventually('the card is shown', function()
      return editor:lua('return T.floating()'):find('Samira Nasser', 1, true)
    end)
    editor:lua('T.go("sahil-line")')
    editor:fix('sahil-lines')
    editor:expect_gone('unknown-actor', 'sahil-line')
    -- An id by the letters of a name in Latin, and a name in the text.
    local open = ('<%s %s="'):format(organisation, attribute)
    editor:lua('T.go("فرح.</p>", #"فرح.")')
    editor:completed('i ' .. open:gsub('<', '<lt>') .. 'sah', lead .. 'sahil-lines')
    contains('the text', editor:lua('return T.text()'), open .. lead .. 'sahil-lines')
    editor:command('silent undo')
    editor:lua('T.go("فرح.</p>", #"فرح.")')
    editor:type('i وقالت samira<C-x><C-o>')
    eventually('the name is offered', function()
      return table.concat(editor:lua([[return vim.tbl_map(function(i) return i.word end, vim.fn.complete_info({ 'items' }).items)]]), '\n')
        :find('samira-nasser">سميرة ناصر</', 1, true) ~= nil
    end)
    editor:type('<C-e><Esc>')
  end
end

test('a NITF item works like an article', works_in('harbour.ar.nitf.xml', 'org', 'value', ''))
test('a TEI document works like an article', works_in('harbour.ar.tei.xml', 'orgName', 'ref', 'actor:'))

test('an id is renamed in Markdown, XML, HTML and JSON together', function(editor)
  editor:open('../formats/harbour.ar.nitf.xml')
  editor:expect('unlinked-actor', 'كريم عادل')
  editor:lua('T.go("samira-nasser"); vim.lsp.buf.rename("s-nasser")')
  eventually('the id is renamed here', function()
    return editor:lua('return T.text()'):find('<person value="s-nasser">', 1, true)
  end)
  editor:command('silent wall')
  for name, wanted in pairs({
    ['harbour.ar.news.md'] = '(actor:s-nasser)',
    ['harbour.ar.tei.xml'] = '<persName ref="actor:s-nasser">',
    ['harbour.ar.html'] = 'resource="urn:actor:s-nasser"',
    ['harbour.ar.newsml.xml'] = '<person value="s-nasser">',
    ['harbour.ar.ninjs.json'] = 'urn:actor:s-nasser',
  }) do
    contains(name, read(editor.folder .. '/formats/' .. name), wanted)
  end
  contains('the registry', read(editor.room .. '/actors.toml'), 'id = "s-nasser"')
end)

test('other XML is left alone, and its own completion stays', function(editor)
  write(editor.room .. '/pom.xml', '<project>\n<name>Samira Nasir</name>\n<a [x](actor:nobody) >\n</project>\n')
  write(editor.folder .. '/pom.xml', '<project><name>Samira Nasir</name></project>\n')
  write(editor.folder .. '/item.xml', '<?xml version="1.0"?>\n<nitf><body><body.content><p>31 June 2024</p></body.content></body></nitf>\n')
  editor:open('pom.xml')
  vim.wait(1500)
  equal('findings', #editor:diagnostics(), 0)
  equal('completion', editor:lua([[return #(require('copydesk').omnifunc(1) >= 0 and require('copydesk').omnifunc(0, '').words or {})]]), 0)
  -- Outside of a project, only an item starts the server.
  editor:command('edit ../pom.xml')
  vim.wait(500)
  equal('no server', editor:lua('return T.client() == nil'), true)
  editor:open('../item.xml')
  editor:expect('impossible-date', '31 June 2024')
end)

test('the outline lists headline and mentions', function(editor)
  editor:open(ARABIC)
  editor:lua('vim.lsp.buf.document_symbol()')
  local function listed()
    local list = editor:lua('return vim.list_extend(vim.fn.getqflist(), vim.fn.getloclist(0))')
    return table.concat(vim.tbl_map(function(entry) return entry.text end, list), '\n')
  end
  eventually('the outline is there', function()
    return listed() ~= ''
  end)
  contains('the outline', listed(), 'توسعة ميناء مرسى النخيل')
  contains('the outline', listed(), 'سميرة ناصر')
end)

test(':checkhealth shows the program, the version and the attached buffers', function(editor)
  editor:open(ARABIC)
  editor:command('checkhealth copydesk')
  local report
  eventually('the report is there', function()
    report = editor:lua('return T.text()')
    return report:find('attached to', 1, true)
  end, function()
    return report
  end)
  contains('the report', report, vim.trim(vim.fn.system({ binary, '--version' })))
  contains('the report', report, ARABIC)
  contains('the report', report, editor.room:match('newsroom$'))
  if report:find('ERROR') then
    error('the report has errors: ' .. report)
  end
end)

test('Markdown that says that it is an article is checked without a project', function(editor)
  local folder = scratch .. '/anywhere-' .. tostring(vim.loop.hrtime())
  vim.fn.mkdir(folder, 'p')
  write(folder .. '/README.md', '# Program\n\nIt opened on Tuesday, March 18, 2024.\n')
  write(folder .. '/story.md', '---\ntype: NewsArticle\ndatePublished: 2024-03-18\ninLanguage: en\n---\n\nIt opened on Tuesday, March 18, 2024, Rana Saad said.\n')
  editor:command('edit ' .. folder .. '/README.md')
  vim.wait(300)
  equal('the servers of the README', editor:lua('return #require("copydesk").clients(vim.api.nvim_get_current_buf())'), 0)
  editor:command('edit ' .. folder .. '/story.md')
  eventually('the weekday is reported', function()
    local found = editor:lua('return T.diagnostics()')
    return #found == 1 and found[1].code == 'weekday-mismatch'
  end)
  editor:command('checkhealth copydesk')
  contains('the report', editor:lua('return T.text()'), 'built-in places only')
  editor:command('bdelete')
  -- A project is created around it, and counts at once.
  editor:command('cd ' .. folder)
  editor:command('CopydeskInit')
  for _, name in ipairs({ 'copydesk.toml', 'actors.toml', 'copydesk.schema.json' }) do
    equal(name .. ' is there', vim.fn.filereadable(folder .. '/' .. name), 1)
  end
  -- The front matter says that the story is an article, so a glob would only add the README.
  contains('the settings', read(folder .. '/copydesk.toml'), 'articles = [] ')
  editor:command('edit ' .. folder .. '/story.md')
  editor:command('checkhealth copydesk')
  contains('the report', editor:lua('return T.text()'), '(1 entries)')
  editor:command('bdelete')
end)

test('a new article has its date and language', function(editor)
  editor:command('CopydeskNewArticle en')
  eventually('the front matter is there', function()
    return editor:lua('return T.text()'):find('datePublished: ' .. os.date('%Y-%m-%d'), 1, true) ~= nil
  end, function() return editor:lua('return T.text()') end)
  contains('the text', editor:lua('return T.text()'), 'inLanguage: en')
  equal('the cursor is in the headline', editor:lua('return vim.api.nvim_win_get_cursor(0)')[1], 2)
  equal('the file type', editor:lua('return vim.bo.filetype'), 'newsmd')
end)

test('a missing program is reported once, with a remedy', { cmd = '/nowhere/copydesk' }, function(editor)
  editor:command('edit ' .. ARABIC)
  editor:command('edit ' .. ENGLISH)
  local said = editor:lua('return vim.api.nvim_exec("messages", true)')
  contains('the messages', said, '`/nowhere/copydesk` is not executable')
  contains('the messages', said, 'vim.g.copydesk_cmd')
  equal('how often it is said', select(2, said:gsub('is not executable', '')), 1)
  editor:command('checkhealth copydesk')
  eventually('the report is there', function()
    return editor:lua('return T.text()'):find('/nowhere/copydesk` is not executable', 1, true)
  end)
end)

test('a command as a list works too', { init = { 'let g:copydesk_cmd = [g:copydesk_cmd, "lsp", "--stdio"]' } }, function(editor)
  editor:open(ARABIC)
  editor:expect('unknown-actor', 'sahil-line')
end)

test('a stopped client ends its server in order, and another can be started', function(editor)
  editor:open(ARABIC)
  editor:expect('unknown-actor', 'sahil-line')
  editor:lua('if vim.fn.has("nvim-0.11") == 1 then T.client():stop() else T.client().stop() end')
  editor:expect_no_server()
  eventually('the findings are gone', function()
    return #editor:diagnostics() == 0
  end)
  editor:command('edit')
  editor:expect('unknown-actor', 'sahil-line')
  equal('servers so far', #editor:pids(), 2)
end)

test('the server exits when the editor is killed', function(editor)
  editor:open(ARABIC)
  equal('servers', #editor:pids(), 1)
  equal('the server lives', alive(editor:pids()[1]), true)
  vim.loop.kill(vim.fn.jobpid(editor.channel), 'sigkill')
  eventually('the editor is gone', function()
    return editor.ended
  end)
  editor:expect_no_server()
end)

vim.fn.delete(scratch, 'rf')
say(('%d passed, %d failed'):format(passed, failed))
vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
