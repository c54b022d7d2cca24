-- What Quarto adds to pandoc's markdown, for the embedded renderer: variables, conditional content, numbers of
-- sections, figures and tables, references to them, callouts, tabsets; and accessible tables in HTML.
-- `pandoc.py` marks shortcodes in the text as U+E000 kind:name U+E001 between two letters V and hands over,
-- as metadata: `report-variables` (path of a JSON file, name to markdown), `report-words` (this language's words),
-- `report-format` (html | typst | docx | pptx), `report-slides` (true for slides).

local format, words, variables, metadata, crossref
local numbers = {}       -- reference id -> number, as text
local captions = 0       -- tables with a caption so far
local NBSP = '\u{a0}'

local function text_of(value) return value and pandoc.utils.stringify(value) or nil end

local function raw(text) return pandoc.RawBlock(format, text) end

-- Shortcodes ---------------------------------------------------------------------------------------------------

local function in_metadata(name)
  local value = metadata
  for key in name:gmatch('[^.]+') do value = type(value) == 'table' and value[key] or nil end
  return value
end

local function value_of(kind, name)
  local text = kind == 'var' and variables[name]
  local value = text and pandoc.read(text, 'markdown+table_attributes').blocks
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

-- Content on conditions -----------------------------------------------------------------------------------------

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

local function callout(div)
  local kind = callout_kind(div)
  if not kind then return nil end
  local title = div.attributes.title and pandoc.Inlines{pandoc.Str(div.attributes.title)}
  local body = div.content
  if not title and body[1] and body[1].t == 'Header' then
    title = body[1].content
    body:remove(1)
  end
  title = title or pandoc.Inlines{pandoc.Str(text_of(words[kind]))}
  local collapse = div.attributes.collapse
  if format == 'html' then
    local class = 'callout callout-' .. kind
    if collapse then
      local open = collapse == 'false' and ' open' or ''
      return pandoc.Blocks{raw('<details class="' .. class .. '"' .. open .. '><summary class="callout-title">'),
        pandoc.Plain(title), raw('</summary>'), pandoc.Div(body, pandoc.Attr('', {'callout-body'})), raw('</details>')}
    end
    return pandoc.Div({pandoc.Div({pandoc.Para(title)}, pandoc.Attr('', {'callout-title'})),
      pandoc.Div(body, pandoc.Attr('', {'callout-body'}))}, pandoc.Attr(div.identifier, {'callout', 'callout-' .. kind}))
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
  div.content = panels
  return div
end

-- Numbers ------------------------------------------------------------------------------------------------------

local function label(kind, number, option)
  return pandoc.Inlines{pandoc.Str(text_of(crossref[kind .. '-' .. option] or words[kind]) .. NBSP .. number)}
end

local function number_sections(blocks, numbered, shift)
  local counters = {}
  return blocks:walk{Header = function(header)
    header.level = header.level + shift
    local level = header.level - (format == 'html' and 1 or 0)
    if not numbered or header.classes:includes('unnumbered') then return header end
    counters[level] = (counters[level] or 0) + 1
    for deeper = level + 1, 6 do counters[deeper] = nil end
    local parts = {}
    for depth = 1, level do parts[depth] = tostring(counters[depth] or 0) end
    local number = table.concat(parts, '.')
    numbers[header.identifier] = number
    header.content:insert(1, pandoc.Space())
    header.content:insert(1, pandoc.Span({pandoc.Str(number)}, pandoc.Attr('', {'header-section-number'})))
    return header
  end}
end

local function numbered_caption(element, kind, number)
  local prefix = label(kind, number, 'title')
  prefix[1].text = prefix[1].text .. (text_of(crossref['title-delim']) or ':')
  local start = pandoc.Inlines{pandoc.Span(prefix, pandoc.Attr('', {'caption-label'})), pandoc.Space()}
  if format == 'typst' or format == 'docx' then start[1] = pandoc.Strong(prefix) end
  local first = element.caption.long[1]
  if first then first.content = start .. first.content else element.caption.long = {pandoc.Plain(start)} end
end

local function number_floats(blocks)
  local count = {fig = 0, tbl = 0}
  local function numbered(kind)
    return function(element)
      if element.identifier:sub(1, 4) ~= kind .. '-' then return nil end
      count[kind] = count[kind] + 1
      numbers[element.identifier] = tostring(count[kind])
      numbered_caption(element, kind, numbers[element.identifier])
      return element
    end
  end
  return blocks:walk{traverse = 'topdown', Figure = numbered('fig'), Table = numbered('tbl')}
end

local function reference(cite)
  local citation = cite.citations[1]
  local number = numbers[citation.id] or error('unresolved reference @' .. citation.id)
  local shown = pandoc.Inlines{pandoc.Str(number)}
  if citation.mode ~= 'SuppressAuthor' then shown = label(citation.id:sub(1, 3), number, 'prefix') end
  if format == 'pptx' then return shown end
  return pandoc.Link(shown, '#' .. citation.id, '', pandoc.Attr('', {'quarto-xref'}))
end

-- Figures and tables in each format ----------------------------------------------------------------------------

local function typst_string(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end

local function formula(element)   -- a formula in a tagged PDF has alternative text too: its TeX
  if format ~= 'typst' then return nil end
  local written = pandoc.write(pandoc.Pandoc{pandoc.Plain{element}}, 'typst'):gsub('%s+$', '')
  return pandoc.RawInline('typst', '#formula(alt: ' .. typst_string(element.text) .. ', ' .. written .. ')')
end

local function image(element)
  local alt = element.attributes['fig-alt'] or element.attributes.alt or text_of(element.caption)
  if format == 'docx' or format == 'pptx' then element.src = element.src:gsub('%.svg$', '.png') end
  if format == 'typst' then   -- pandoc's writer knows no alternative text
    local width = element.attributes.width
    return pandoc.RawInline('typst', '#picture(' .. typst_string(element.src) .. ', alt: ' .. typst_string(alt)
      .. (width and width:match('^[%d.]+%%$') and ', width: ' .. width or '') .. ')')
  end
  element.attributes['fig-alt'] = nil
  element.attributes.alt = format == 'html' and alt or nil
  element.caption = pandoc.Inlines{pandoc.Str(alt)}   -- what DOCX takes as alternative text
  if format == 'pptx' then element.title = alt end    -- and PPTX
  return element
end

local function figure(element)
  if format == 'pptx' then   -- there the image's text is the caption that shows
    local caption = pandoc.utils.blocks_to_inlines(element.caption.long)
    return element:walk{Image = function(inner) inner.caption = caption return inner end}
  end
  if format ~= 'html' then return nil end
  element.content = pandoc.Blocks{pandoc.Div(element.content, pandoc.Attr('', {'figure-scroll'}))}
  return element
end

local function columns(element)
  local widths = {}
  for width in (element.attributes['tbl-colwidths'] or ''):gmatch('[%d.]+') do widths[#widths + 1] = tonumber(width) end
  element.attributes['tbl-colwidths'] = nil
  for at, colspec in ipairs(element.colspecs) do
    -- A width that only reflects how long the source's lines are says nothing about the table.
    element.colspecs[at] = {colspec[1], widths[at] and widths[at] / 100 or nil}
  end
end

local function tables(element)
  columns(element)
  if format ~= 'html' then return element end
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes.scope = 'col' end
  end
  for _, body in ipairs(element.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do row.cells[1].attributes.scope = 'row' end
  end
  local id, caption = element.identifier, element.caption.long
  element.identifier, element.caption = '', {long = {}}
  local name, open = 'aria-label="' .. text_of(words.table) .. '"', '<figure class="tbl">'
  local blocks = pandoc.Blocks{}
  if #caption > 0 then
    captions = captions + 1
    local of_caption = (id ~= '' and id or 'table-' .. captions) .. '-caption'
    name = 'aria-labelledby="' .. of_caption .. '"'
    element.attributes['aria-labelledby'] = of_caption
    if id ~= '' then open = '<figure class="tbl" id="' .. id .. '">' end
    blocks:insert(raw(open .. '<figcaption id="' .. of_caption .. '">'))
    blocks:extend(caption)
    blocks:insert(raw('</figcaption>'))
  else
    blocks:insert(raw(open))
  end
  blocks:insert(raw('<div class="table-scroll" role="region" tabindex="0" ' .. name .. '>'))
  blocks:insert(element)
  blocks:insert(raw('</div></figure>'))
  return blocks
end

local function notes(div)
  if format == 'docx' and div.classes:includes('exhibit-notes') then div.attributes['custom-style'] = 'Exhibit Notes' end
  if format == 'typst' and div.classes:includes('exhibit-notes') then
    return pandoc.Blocks{raw('#exhibit-notes['), pandoc.Plain(pandoc.utils.blocks_to_inlines(div.content)), raw(']')}
  end
  return div
end

local function read_metadata(meta)
  format = text_of(meta['report-format'])
  words = meta['report-words']
  local file <close> = assert(io.open(text_of(meta['report-variables']), 'rb'))
  variables = pandoc.json.decode(file:read('a'), false)
  crossref = meta.crossref or {}
  metadata = meta
end

-- A section of the text is Heading 1 where the title has a style of its own, and h2 under the title's h1 in HTML.
local function heading_shift(blocks)
  local top = 6
  blocks:walk{Header = function(header) top = math.min(top, header.level) end}
  if top == 6 or metadata['report-slides'] == true then return 0 end
  return (format == 'html' and 2 or 1) - top
end

function Pandoc(doc)
  read_metadata(doc.meta)
  doc.blocks = doc.blocks:walk{Div = conditional, Span = conditional}   -- what is hidden may name what is not there
  doc = doc:walk{Str = expand}
  doc.blocks = doc.blocks:walk{Div = tabset}
  doc.blocks = doc.blocks:walk{Div = callout}
  local shift = heading_shift(doc.blocks)
  doc.blocks = number_sections(doc.blocks, doc.meta['number-sections'] == true and not doc.meta['report-slides'], shift)
  doc.blocks = number_floats(doc.blocks)
  doc.blocks = doc.blocks:walk{Cite = reference}
  doc.blocks = doc.blocks:walk{Image = image, Figure = figure, Math = formula, Table = tables, Div = notes}
  if format == 'docx' or format == 'pptx' then   -- which would keep them as properties of the document
    for key in pairs(doc.meta) do
      if key:match('^report%-') or key:match('^toc') or key == 'crossref' or key == 'has' then doc.meta[key] = nil end
    end
  end
  return doc
end
