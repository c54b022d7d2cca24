-- What makes the report the same whichever renderer runs it: numbers of sections, figures and tables, references to
-- them, alternative texts, accessible tables, slides, what the templates read. It comes after `blocks.lua`.
--
-- Quarto runs both before its own filters (`at: pre-ast`). What they leave has no id and no class that Quarto takes for
-- a figure, table or callout of its own, so that Quarto numbers, wraps and drops nothing.

local FORMATS = {html = 'html', html5 = 'html', typst = 'typst', docx = 'docx', pptx = 'pptx'}
local SLIDE_LEVEL = 2
local format = FORMATS[FORMAT]
local words, slides, crossref
local pages, page        -- of the report's site (`_site.yml`): target -> its page, and which page this is
local numbers = {}       -- reference id -> number, as text
local NBSP = '\u{a0}'

local function text_of(value) return value and pandoc.utils.stringify(value) or nil end

local function raw(text) return pandoc.RawBlock(format, text) end

-- A target of references that Quarto does not know as one. Only in HTML do readers see it, in addresses.
local function target(id)
  return format == 'html' and id or 'to-' .. id
end

-- Numbers ------------------------------------------------------------------------------------------------------

local function label(kind, number, option)
  return pandoc.Inlines{pandoc.Str(text_of(crossref[kind .. '-' .. option] or words[kind]) .. NBSP .. number)}
end

-- A chapter's page: its first heading becomes the page's, with its number in the whole report, where counting goes on.
local function page_heading(blocks)
  local heading, top, depth, counters
  local function start(header)
    top, counters = header.level, {}
    for part in (numbers[header.identifier] or ''):gmatch('%d+') do table.insert(counters, tonumber(part)) end
    depth = #counters
    if depth > 0 then counters[depth] = counters[depth] - 1 end
  end
  local function number(header)
    local level = math.max(depth + header.level - top, 1)
    header.level = math.max(header.level - top + 1, 2)
    if depth == 0 or header.classes:includes('unnumbered') then return header end
    counters[level] = (counters[level] or 0) + 1
    for deeper = level + 1, 8 do counters[deeper] = nil end
    header.content:insert(1, pandoc.Space())
    header.content:insert(1, pandoc.Span({pandoc.Str(table.concat(counters, '.', 1, level))},
      pandoc.Attr('', {'header-section-number'})))
    return header
  end
  blocks = blocks:walk{Header = function(header)
    if heading or header.classes:includes('unlisted') then return number(header) end
    start(header)
    heading = number(header)
    return {}
  end}
  return blocks, heading.content, heading.identifier
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
    header.identifier = target(header.identifier)
    header.content:insert(1, pandoc.Space())
    header.content:insert(1, pandoc.Span({pandoc.Str(number)}, pandoc.Attr('', {'header-section-number'})))
    return header
  end}
end

-- `{#tbl-x tbl-colwidths="[30,70]"}` at the end of a table's caption: Quarto's reader leaves it in the text.
local function take_attributes(element)
  local last = element.caption.long[#element.caption.long]
  if not last then return end
  local _, from = last.content:find_if(function(inline)
    return inline.t == 'Str' and inline.text:find('^{#tbl%-') ~= nil
  end)
  if not from then return end
  local written = text_of(pandoc.Inlines{table.unpack(last.content, from)}):gsub('[\u{201c}\u{201d}]+', '"')
  element.attr = pandoc.read('[]' .. written, 'markdown').blocks[1].content[1].attr
  local text = pandoc.Inlines{table.unpack(last.content, 1, from - 1)}
  if text[#text] and (text[#text].t == 'Space' or text[#text].t == 'SoftBreak') then text:remove() end
  last.content = text
  return element
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
      local id = element.identifier
      if id:sub(1, 4) ~= kind .. '-' then return nil end
      count[kind] = count[kind] + 1
      numbers[id] = numbers[id] or tostring(count[kind])
      numbered_caption(element, kind, numbers[id])
      element.identifier = target(id)
      return element
    end
  end
  return blocks:walk{traverse = 'topdown', Figure = numbered('fig'), Table = numbered('tbl')}
end

-- The tables of the report by number, with what each shows, in a box `::: {.report-tables}`: those that this format has.
local function table_list(blocks, given)
  local here = {}
  blocks:walk{Table = function(element) here[element.identifier] = true end}
  return blocks:walk{Div = function(div)
    if not div.classes:includes('report-tables') then return nil end
    local rows = pandoc.List{}
    for _, entry in ipairs(given and given.tables or {}) do
      local id = text_of(entry.id)
      if page and pages[id] or here[id] then
        local cite = pandoc.Cite({pandoc.Str('@' .. id)}, {pandoc.Citation(id, 'AuthorInText')})
        rows:insert{{pandoc.Plain{cite}}, {pandoc.Plain(pandoc.utils.blocks_to_inlines{pandoc.Plain(entry.title)})}}
      end
    end
    if #rows == 0 then return {} end
    local heads = {{pandoc.Plain(words.tbl)}, {pandoc.Plain(words.shows)}}
    return pandoc.utils.from_simple_table(
      pandoc.SimpleTable({}, {pandoc.AlignLeft, pandoc.AlignLeft}, {0.16, 0.84}, heads, rows))
  end}
end

-- Where a target is: on this page, or on another of the site.
local function address(id)
  local there = page and pages[id]
  return (there and there ~= page and there .. '.html' or '') .. '#' .. target(id)
end

local function reference(cite)
  local citation = cite.citations[1]
  local number = numbers[citation.id] or '?@' .. citation.id   -- which the checks find
  local shown = pandoc.Inlines{pandoc.Str(number)}
  if citation.mode ~= 'SuppressAuthor' then shown = label(citation.id:sub(1, 3), number, 'prefix') end
  if format == 'pptx' then return shown end
  if page and not pages[citation.id] then return pandoc.Str('?@' .. citation.id) end   -- no page has it
  return pandoc.Link(shown, address(citation.id), '', pandoc.Attr('', {'quarto-xref'}))
end

local function link(element)   -- to what has been given another name
  local id = element.target:match('^#(.+)')
  if id and (page or numbers[id]) then element.target = address(id) end
  return element
end

-- Figures and tables in each format ----------------------------------------------------------------------------

local function image(element)
  if format == 'html' or format == 'typst' then return nil end   -- as figures and tables are there: screen.lua, paper.lua
  local alt = element.attributes['fig-alt'] or element.attributes.alt or text_of(element.caption)
  if format == 'docx' or format == 'pptx' then element.src = element.src:gsub('%.svg$', '.png') end
  element.attributes['fig-alt'] = nil
  element.attributes.alt = nil
  element.caption = pandoc.Inlines{pandoc.Str(alt)}   -- what DOCX takes as alternative text
  if format == 'pptx' then element.title = alt end    -- and PPTX
  return element
end

local function figure(element)
  local id, caption = element.identifier, element.caption.long
  if format == 'pptx' then   -- there the image's text is the caption that shows
    local shown = element:walk{Image = function(inner)
      inner.caption = pandoc.utils.blocks_to_inlines(caption)
      return inner
    end}
    return slides and shown or pandoc.Blocks{pandoc.HorizontalRule(), shown}   -- in a text, on a slide of its own
  end
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
  if format == 'typst' then return nil end
  columns(element)
  local id, caption = element.identifier, element.caption.long
  if format == 'docx' or format == 'pptx' then
    -- A table with an id would be one of Quarto's; its caption is part of it in both formats.
    element.identifier = ''
    return id ~= '' and format == 'docx' and pandoc.Div({element}, pandoc.Attr(id)) or element
  end
  return element
end

local SHAPES = pandoc.List{'columns', 'column', 'notes'}   -- what a presentation knows as more than a box of text

local function notes(div)
  if format == 'pptx' and not div.classes:find_if(function(name) return SHAPES:includes(name) end) then
    return div.content   -- pictures in a box of text are lost
  end
  if format == 'docx' and div.classes:includes('exhibit-notes') then div.attributes['custom-style'] = 'Exhibit Notes' end
  return div
end

-- Those slides, and in that order, that the front matter lists under `order-talk` or `order-deck`, as `slide-order` says;
-- all as they stand where it lists none.
local function in_order(blocks, meta)
  local order = meta['order-' .. (text_of(meta['slide-order']) or 'talk')]
  if not order then return blocks end
  local of_slide, current = {}, nil
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level <= SLIDE_LEVEL then
      current = pandoc.Blocks{}
      of_slide[block.identifier] = current
    end
    if current then current:insert(block) end
  end
  local made = pandoc.Blocks{}
  for _, name in ipairs(order) do made:extend(of_slide[text_of(name)] or {}) end
  return made
end

-- What the templates read ---------------------------------------------------------------------------------------------

local function authors(meta)   -- an author is a name, or a mapping with `name`
  local given = meta.author
  if pandoc.utils.type(given) ~= 'List' then given = {given} end
  local names = pandoc.List{}
  for _, each in ipairs(given) do names:insert(each.name or each) end
  return names
end

local function links(meta)
  local languages, others = pandoc.List{}, pandoc.List{}
  for _, each in ipairs(meta['other-links'] or {}) do   -- the language is the folder's name in the address
    local href = text_of(each.href)
    if page then href = href:gsub('index%.html$', page .. '.html') end   -- the same page in the other language
    languages:insert{text = each.text, href = href, lang = ('/' .. href):match('/(%l%l)/')}
  end
  for name in (text_of(meta['other-formats']) or ''):gmatch('%S+') do
    local ending = name:match('%.(%a+)$')
    others:insert{text = ending == 'html' and text_of(words.slides) or ending:upper(), href = name}
  end
  return languages, others
end

local function for_templates(meta)
  if format == 'docx' or format == 'pptx' then return meta end
  local languages, formats = links(meta)
  local given = {authors = authors(meta), languages = languages, formats = formats}
  given['author-strings'] = given.authors:map(function(name)
    return pandoc.Inlines{pandoc.RawInline('typst', string.format('%q', text_of(name)))}
  end)
  for key, list in pairs(given) do
    if #list > 0 then meta['report-' .. key] = list end   -- an empty list would count as true
  end
  return meta
end

-- A section of the text is Heading 1 where the title has a style of its own, and h2 under the title's h1 in HTML.
local function heading_shift(blocks)
  local top = 6
  blocks:walk{Header = function(header) top = math.min(top, header.level) end}
  if top == 6 or slides then return 0 end
  return (format == 'html' and 2 or 1) - top
end

-- Numbers and pages of a site. PDF counts by itself: the numbers of the site are held against its.
local function read_site(meta)
  local given = meta['report-site']
  if not given or slides or format == 'typst' then return end
  for id, number in pairs(given.numbers) do numbers[id] = text_of(number) end
  if format ~= 'html' then return end
  pages, page = {}, text_of(meta['report-page']) or 'index'
  for id, name in pairs(given.at) do pages[id] = text_of(name) end
end

function Pandoc(doc)
  words, crossref = doc.meta['report-words'], doc.meta.crossref or {}
  slides = doc.meta.slides == true
  local numbered = doc.meta['section-numbers'] == true and not slides
  doc.blocks = doc.blocks:walk{Table = take_attributes}
  read_site(doc.meta)
  if page and page ~= 'index' then
    doc.blocks, doc.meta['report-heading'], doc.meta['report-heading-id'] = page_heading(doc.blocks)
  else
    doc.blocks = number_sections(doc.blocks, numbered, heading_shift(doc.blocks))
  end
  doc.blocks = table_list(doc.blocks, doc.meta['report-site'])
  if slides then doc.blocks = in_order(doc.blocks, doc.meta) else doc.blocks = number_floats(doc.blocks) end
  doc.blocks = doc.blocks:walk{Cite = reference, Link = link}
  doc.blocks = doc.blocks:walk{Image = image, Figure = figure, Table = tables, Div = notes}
  doc.meta = for_templates(doc.meta)
  return doc
end
