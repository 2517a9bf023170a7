-- The checks of neovim.sh: Neovim's client talks to `rendit lsp`, and what it shows is compared.

local passed, failed = 0, 0

local function check(name, ok, seen)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stdout:write('FAILED ' .. name .. ': ' .. vim.inspect(seen) .. '\n')
  end
end

local function write(name, lines)
  vim.fn.writefile(lines, name)
end

local id = vim.lsp.start_client({
  name = 'rendit',
  cmd = { vim.env.RENDIT, 'lsp' },
  root_dir = vim.fn.getcwd(),
  workspace_folders = { { uri = vim.uri_from_fname(vim.fn.getcwd()), name = 'films' } },
})

local function open(name)
  vim.cmd('edit ' .. name)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, id)
  return buffer
end

-- Findings of a buffer, once they are what `wanted` says, or after ten seconds.
local function findings(buffer, wanted)
  local seen
  vim.wait(10000, function()
    seen = vim.diagnostic.get(buffer)
    return wanted(seen)
  end, 20)
  return seen
end

local function ask(buffer, method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 10000) or {}
  return (answers[id] or {}).result
end

-- The parameters for a place, given by a text of the buffer and how far into it the cursor is.
local function at(buffer, text, into)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local start = line:find(text, 1, true)
    if start then
      local byte = start - 1 + (into or 0)
      local character = vim.str_utfindex and select(2, vim.str_utfindex(line, byte)) or byte
      return {
        textDocument = { uri = vim.uri_from_bufnr(buffer) },
        position = { line = number - 1, character = character },
      }
    end
  end
  error('no ' .. text)
end

local function labels(result)
  local all = {}
  for _, item in ipairs((result or {}).items or result or {}) do
    all[item.label] = item
  end
  return all
end

local function with(params, more)
  return vim.tbl_extend('force', params, more)
end

-- Every manifest of the folder is without a finding.
for _, name in ipairs(vim.fn.glob('*.toml', false, true)) do
  local buffer = open(name)
  vim.wait(300)
  check('no finding in ' .. name, #vim.diagnostic.get(buffer) == 0, vim.diagnostic.get(buffer))
end
for _, name in ipairs(vim.fn.glob('*.yaml', false, true)) do
  local buffer = open(name)
  vim.wait(300)
  check('no finding in ' .. name, #vim.diagnostic.get(buffer) == 0, vim.diagnostic.get(buffer))
end

write('base.toml', {
  'version = 1',
  '[ladders.hd]',
  'type = "video"',
  'rungs = [{ height = 720, bit_rate = "2800k" }]',
  '[ladders.sound]',
  'type = "audio"',
})
write('film.toml', {
  'version = 1',
  'name = "Ä🎬"',
  'extends = ["base.toml"]',
  '[inputs.film]',
  'path = "film.mp4"',
  '[outputs.web]',
  'type = "cmaf"',
  'dir = "out/🎬/${film.stem}"',
  'ladders = ["hd", "sonud"]',
})
local film = open('film.toml')
local seen = findings(film, function(all) return #all == 1 end)
check('one finding', #seen == 1 and seen[1].code == 'unknown-reference', seen)
check('at its place', seen[1] and seen[1].lnum == 8 and seen[1].col == 17 and seen[1].end_col == 24, seen)

local completion = labels(ask(film, 'textDocument/completion', at(film, '"sonud', 1)))
check('names are completed', completion.sound ~= nil and completion.hd == nil, vim.tbl_keys(completion))
completion = labels(ask(film, 'textDocument/completion', at(film, '${film', 2)))
check('placeholders are completed', completion['film.stem'] ~= nil and completion.job ~= nil, vim.tbl_keys(completion))
completion = labels(ask(film, 'textDocument/completion', at(film, '"cmaf', 1)))
check('values are completed', completion.hls ~= nil and completion.dash ~= nil, vim.tbl_keys(completion))

local hover = ask(film, 'textDocument/hover', at(film, '${film', 3))
check('a placeholder is explained', hover and hover.contents.value:find('Value: `film`', 1, true), hover)
hover = ask(film, 'textDocument/hover', at(film, 'dir =', 1))
check('a key is explained', hover and hover.contents.value:find('Folder of the package', 1, true), hover)
hover = ask(film, 'textDocument/hover', at(film, '"hd"', 2))
check('a name is explained', hover and hover.contents.value:find('base.toml', 1, true), hover)

local places = ask(film, 'textDocument/definition', at(film, '"hd"', 2)) or {}
check('a definition is found', places[1] and places[1].uri:match('/base.toml$') and places[1].range.start.line == 1, places)
places = ask(film, 'textDocument/definition', at(film, 'base.toml', 2)) or {}
check('a file is found', places[1] and places[1].uri:match('/base.toml$'), places)
places = ask(film, 'textDocument/references', with(at(film, 'inputs.film', 8), { context = { includeDeclaration = true } })) or {}
check('references are found', #places == 2, places)

-- The fix of the finding.
local range = { start = at(film, '"sonud"', 2).position, ['end'] = at(film, '"sonud"', 2).position }
local actions = ask(film, 'textDocument/codeAction', {
  textDocument = { uri = vim.uri_from_bufnr(film) },
  range = range,
  context = { diagnostics = {} },
}) or {}
check('a fix is offered', actions[1] and actions[1].kind == 'quickfix' and actions[1].isPreferred, actions)
if actions[1] then
  vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
end
seen = findings(film, function(all) return #all == 0 end)
check('the fix cures', #seen == 0, seen)

-- Typing, as incremental changes.
vim.api.nvim_buf_set_text(film, 1, 8, 1, 8, { '🎬é' })
vim.api.nvim_buf_set_lines(film, 9, 9, false, { 'segmnt_duration = "4s"' })
seen = findings(film, function(all) return #all == 1 end)
check('typing is followed', #seen == 1 and seen[1].code == 'unknown-key' and seen[1].lnum == 9, seen)
vim.api.nvim_buf_set_lines(film, 9, 10, false, { 'segment_' })
completion = labels(ask(film, 'textDocument/completion', at(film, 'segment_', 8)))
check('a half key is completed', completion.segment_duration ~= nil and completion.dir == nil, vim.tbl_keys(completion))
vim.api.nvim_buf_set_lines(film, 9, 10, false, {})
seen = findings(film, function(all) return #all == 0 end)
check('and forgotten', #seen == 0, seen)

-- A change of the base that is not saved.
local base = open('base.toml')
vim.api.nvim_buf_set_lines(base, 1, 2, false, { '[ladders.high]' })
seen = findings(film, function(all) return #all == 1 end)
check('unsaved text counts', #seen == 1 and seen[1].code == 'unknown-reference', seen)
vim.api.nvim_buf_set_lines(base, 1, 2, false, { '[ladders.hd]' })
seen = findings(film, function(all) return #all == 0 end)
check('both ways', #seen == 0, seen)

-- A new name, in both files.
local edit = ask(base, 'textDocument/rename', with(at(base, 'ladders.hd', 9), { newName = 'picture' }))
check('a rename', edit ~= nil, edit)
if edit then
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
end
local line = vim.api.nvim_buf_get_lines(film, 8, 9, false)[1]
check('changes the reference', line == 'ladders = ["picture", "sound"]', line)
line = vim.api.nvim_buf_get_lines(base, 1, 2, false)[1]
check('changes the definition', line == '[ladders.picture]', line)
vim.wait(300)
seen = findings(film, function(all) return #all == 0 end)
check('and nothing is wrong', #seen == 0, seen)

local symbols = ask(base, 'textDocument/documentSymbol', { textDocument = { uri = vim.uri_from_bufnr(base) } }) or {}
check('symbols', #symbols == 3 and symbols[2].name == 'ladders.picture', symbols)

-- YAML, half typed.
write('half.yaml', { 'version: 1', 'ladders:', '  hd:', '    type: video', '    ', 'outputs:', '  web:', '    type: hls', '    ladders: [', '    dir: out' })
local half = open('half.yaml')
completion = labels(ask(half, 'textDocument/completion', {
  textDocument = { uri = vim.uri_from_bufnr(half) },
  position = { line = 4, character = 4 },
}))
check('YAML keys', completion.codec ~= nil and completion.type == nil, vim.tbl_keys(completion))
completion = labels(ask(half, 'textDocument/completion', at(half, 'ladders: [', 10)))
check('YAML names', completion.hd ~= nil, vim.tbl_keys(completion))

local client = vim.lsp.get_client_by_id(id)
client.stop()
check('the server ends', vim.wait(5000, function() return client.is_stopped() end, 20), nil)

io.stdout:write(string.format('%d passed, %d failed\n', passed, failed))
vim.cmd(failed == 0 and 'qall!' or 'cquit!')
