-- Content on conditions, callouts and tabsets, the same whichever renderer runs it; `report.lua` comes after it.
-- Words come from `words.yaml` beside it, for both filters and the templates.

local FORMATS = {html = 'html', html5 = 'html', typst = 'typst', docx = 'docx', pptx = 'pptx'}
local format = FORMATS[FORMAT]
local metadata, words

local function raw(text) return pandoc.RawBlock(format, text) end

-- Content on conditions -----------------------------------------------------------------------------------------

local function in_metadata(name)
  local value = metadata
  for key in name:gmatch('[^.]+') do value = type(value) == 'table' and value[key] or nil end
  return value
end

local function conditional(element)
  local visible = element.classes:includes('content-visible')
  if not visible and not element.classes:includes('content-hidden') then return nil end
  local when, unless = element.attributes['when-format'], element.attributes['unless-format']
  local shown = (not when or when == format) and (not unless or unless ~= format)
  when, unless = element.attributes['when-meta'], element.attributes['unless-meta']
  shown = shown and (not when or in_metadata(when) == true) and (not unless or in_metadata(unless) ~= true)
  if shown == visible then return element.content end
  return {}
end

-- Callouts and tabsets -----------------------------------------------------------------------------------------

local function callout_kind(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match('^callout%-(%a+)$')
    if kind then return kind end
  end
end

-- In HTML what has Quarto's own classes is raw, for Quarto would make its own callouts and tabsets of it.
local function callout(div)
  local kind = callout_kind(div)
  if not kind then return nil end
  local title = div.attributes.title and pandoc.Inlines{pandoc.Str(div.attributes.title)}
  local body = div.content
  if not title and body[1] and body[1].t == 'Header' then
    title = body[1].content
    body:remove(1)
  end
  title = title or pandoc.Inlines{pandoc.Str(pandoc.utils.stringify(words[kind]))}
  local collapse = div.attributes.collapse
  if format == 'html' then
    local class = ' class="callout callout-' .. kind .. '"'
    local open, middle, close = '<div' .. class .. '><div class="callout-title">', '</div>', '</div>'
    if collapse then
      open = '<details' .. class .. (collapse == 'false' and ' open' or '') .. '><summary class="callout-title">'
      middle, close = '</summary>', '</details>'
    end
    local blocks = pandoc.Blocks{raw(open), collapse and pandoc.Plain(title) or pandoc.Para(title)}
    blocks:insert(raw(middle .. '<div class="callout-body">'))
    blocks:extend(body)
    blocks:insert(raw('</div>' .. close))
    return blocks
  elseif format == 'typst' and collapse then   -- nothing folds on paper: a heading that is in no contents
    body:insert(1, pandoc.Plain{pandoc.RawInline('typst', '#folded['), table.unpack(title)})
    body[1].content:insert(pandoc.RawInline('typst', ']'))
    return body
  elseif format == 'typst' then
    local blocks = pandoc.Blocks{raw('#callout("' .. kind .. '", ['), pandoc.Plain(title), raw('])[')}
    blocks:extend(body)
    blocks:insert(raw(']'))
    return blocks
  elseif format == 'docx' then
    return pandoc.Blocks{pandoc.Div({pandoc.Para(title)}, pandoc.Attr('', {}, {['custom-style'] = 'Callout Title'})),
      pandoc.Div(body, pandoc.Attr('', {}, {['custom-style'] = 'Callout'}))}
  end
  body:insert(1, pandoc.Para{pandoc.Strong(title)})
  return body
end

local function tabset(div)
  if not div.classes:includes('panel-tabset') then return nil end
  local level
  local panels = pandoc.Blocks{}
  for _, block in ipairs(div.content) do
    if block.t == 'Header' then
      level = level or block.level
      -- A tab is no section of the text: it has no number and is not in the table of contents.
      block.classes:extend{'unnumbered', 'unlisted'}
    end
    if block.t == 'Header' and block.level == level then
      panels:insert(pandoc.Div({block}, pandoc.Attr('', {'tab-panel'})))
    elseif #panels > 0 then
      panels[#panels].content:insert(block)
    end
  end
  if format ~= 'html' then return div.content end
  panels:insert(1, raw('<div class="panel-tabset">'))
  panels:insert(raw('</div>'))
  return panels
end

local function read_words(language)
  local folder = pandoc.path.directory(PANDOC_SCRIPT_FILE)
  local file <close> = assert(io.open(pandoc.path.join{folder, 'words.yaml'}, 'rb'))
  return pandoc.read('---\n' .. file:read('a') .. '\n---\n', 'markdown').meta[language]
end

-- Quarto makes a paragraph of a value that stands alone in a cell or an item of a list, unless something is beside it.
local function alone(plain)
  local only = #plain.content == 1 and plain.content[1]
  if only and only.t == 'Span' and only.attributes['data-is-shortcode'] then
    plain.content:insert(pandoc.Str(''))
    return plain
  end
end

-- Code stays as it is written: Quarto would colour it, and the templates know no colours of code.
local function plain_code(element)
  element.attr = pandoc.Attr()
  return element
end

function Pandoc(doc)
  metadata, words = doc.meta, read_words(pandoc.utils.stringify(doc.meta.lang))
  doc.blocks = doc.blocks:walk{Div = conditional, Span = conditional}   -- what is hidden may name what is not there
  doc.blocks = doc.blocks:walk{Div = tabset}
  doc.blocks = doc.blocks:walk{Div = callout}
  doc.blocks = doc.blocks:walk{CodeBlock = plain_code, Code = plain_code, Plain = alone}
  doc.meta['report-words'] = words
  return doc
end
