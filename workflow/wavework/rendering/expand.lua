-- What Quarto does by itself, for the embedded renderer: values in place of `{{< var x >}}` and `{{< meta x >}}`, which
-- `project.py` marks in the text as U+E000 kind:name U+E001 between two letters V. `report-variables` in the metadata
-- is the path of a JSON file, name to markdown.

local KEPT = {title = true, subtitle = true, author = true, date = true, abstract = true, lang = true, renderer = true}
local variables, metadata

local function in_metadata(name)
  local value = metadata
  for key in name:gmatch('[^.]+') do value = type(value) == 'table' and value[key] or nil end
  return value
end

-- As in `screen.lua`, which has not seen the values.
local function unbroken(str)
  if str.text:match('^%W?%a%-%a%a') then return pandoc.Span({str}, pandoc.Attr('', {'nobreak'})) end
end

local function value_of(kind, name)
  local text = kind == 'var' and variables[name]
  local value = text and pandoc.read(text, 'markdown').blocks:walk(FORMAT:find('html', 1, true) and {Str = unbroken} or {})
  if kind == 'meta' then value = in_metadata(name) end
  local what = pandoc.utils.type(value)
  if what == 'nil' then error('unknown ' .. kind .. ' ' .. name) end   -- the checks come first: never in a report
  if what == 'Inlines' then return value:clone() end
  if what == 'Blocks' then return pandoc.utils.blocks_to_inlines(value) end
  return pandoc.Inlines{pandoc.Str(tostring(value))}
end

local function expand(str)
  if not str.text:find('\u{E000}', 1, true) then return nil end
  local inlines, at = pandoc.Inlines{}, 1
  for from, kind, name, to in str.text:gmatch('()V\u{E000}(%a+):([%w%._-]+)\u{E001}V()') do
    if from > at then inlines:insert(pandoc.Str(str.text:sub(at, from - 1))) end
    inlines:extend(value_of(kind, name))
    at = to
  end
  if at <= #str.text then inlines:insert(pandoc.Str(str.text:sub(at))) end
  return inlines
end

function Pandoc(doc)
  local file <close> = assert(io.open(pandoc.utils.stringify(doc.meta['report-variables']), 'rb'))
  variables, metadata = pandoc.json.decode(file:read('a'), false), doc.meta
  doc = doc:walk{Str = expand}
  if FORMAT == 'docx' or FORMAT == 'pptx' then   -- which would keep every key as a property of the document
    for key in pairs(doc.meta) do
      if not KEPT[key] then doc.meta[key] = nil end
    end
  end
  return doc
end
