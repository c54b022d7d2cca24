-- What only HTML has, after `report.lua`: figures that fit the screen, accessible tables, slides as sections, and what the
-- pages of the report's site read. In other formats it does nothing.

local SLIDE_LEVEL = 2
local LONG, WORDY, CELL = 15, 80, 22   -- rows of a table; letters in a row, in a cell
local words, in_site
local numbers = {}       -- of the site: reference id -> number
local captions = 0       -- tables with a caption so far

local function text_of(value) return value and pandoc.utils.stringify(value) or nil end

local function raw(text) return pandoc.RawBlock('html', text) end

local function attribute(text)
  return (text:gsub('[&"<>]', {['&'] = '&amp;', ['"'] = '&quot;', ['<'] = '&lt;', ['>'] = '&gt;'}))
end

-- A picture as it is drawn for a phone or a slide, where it is.
local function drawn_for(shape, src)
  local folder, name = src:match('^(.*_figures/)([^/]+%.svg)$')
  local file = folder and io.open(folder .. shape .. '/' .. name)
  if file then file:close() end
  return file and folder .. shape .. '/' .. name
end

-- In a site pictures lie beside the pages; where one is drawn for a phone too, a narrow screen takes that. A finding of the
-- start page is shown as on a slide, an exhibit of the list as on a phone.
local function size_of(src)   -- the room that a picture takes, so that the text below it does not move when it comes
  local file = io.open(src)
  local width, height = (file and file:read(1000) or ''):match('<svg[^>]- width="([%d.]+)pt" height="([%d.]+)pt"')
  if file then file:close() end
  return width and (' width="%d" height="%d"'):format(width * 4 // 3, height * 4 // 3) or ''
end

local function picture(element, alt)
  local narrow = drawn_for('phone', element.src)
  local source = narrow and '<source media="(max-width: 600px)" srcset="' .. narrow .. '"' .. size_of(narrow)
    .. ' data-external="1">' or ''
  local src = element.attributes.shape and drawn_for(element.attributes.shape, element.src) or element.src
  return pandoc.RawInline('html', '<picture>' .. source .. '<img src="' .. src .. '" alt="' .. attribute(alt) .. '"'
    .. size_of(src) .. ' loading="lazy" data-external="1"></picture>')
end

local SHAPES = {['report-findings'] = 'slide', ['report-exhibits'] = 'phone'}

local function in_shape(div)
  local shape = SHAPES[div.classes[1]]
  return shape and div:walk{Image = function(element)
    element.attributes.shape = shape
    return element
  end}
end

local function image(element)
  local alt = element.attributes['fig-alt'] or element.attributes.alt or text_of(element.caption)
  if in_site then return picture(element, alt) end
  element.attributes['fig-alt'], element.attributes.alt = nil, alt
  element.caption = pandoc.Inlines{pandoc.Str(alt)}
  return element
end

local function figure(element)
  local id, fits = element.identifier, false
  element:walk{RawInline = function(inner) fits = fits or inner.text:find('<source', 1, true) ~= nil end}
  local blocks = pandoc.Blocks{raw('<figure' .. (id ~= '' and ' id="' .. id .. '"' or '') .. '><div class="figure-scroll'
    .. (fits and ' fits' or '') .. '">')}
  blocks:extend(element.content)
  blocks:insert(raw('</div><figcaption>'))
  blocks:insert(pandoc.Plain(pandoc.utils.blocks_to_inlines(element.caption.long)))
  blocks:insert(raw('</figcaption></figure>'))
  return blocks
end

-- What becomes of a table that is too long for the text (a box of its own, with tools) or too wordy for a phone (cards).
local function shape_of(element)
  local rows, letters, heads = 0, 0, {}
  for at, cell in ipairs((element.head.rows[1] or {cells = {}}).cells) do heads[at] = text_of(cell.contents) end
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      rows = rows + 1
      for at, cell in ipairs(row.cells) do
        local length = utf8.len(text_of(cell.contents))
        letters = letters + length
        if length > CELL then cell.classes:insert('wordy') end
        cell.attributes.head = heads[at]
      end
    end
  end
  return (rows > LONG and ' long' or '') .. (rows > 0 and letters / rows > WORDY and ' as-cards' or '')
end

local function tables(element)
  local id, caption = element.identifier, element.caption.long
  element.identifier, element.caption = '', {long = {}}
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes.scope = 'col' end
  end
  for _, body in ipairs(element.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do row.cells[1].attributes.scope = 'row' end
  end
  local name, open = 'aria-label="' .. text_of(words.table) .. '"', '<figure class="tbl">'
  local blocks = pandoc.Blocks{}
  if #caption > 0 then
    captions = captions + 1
    local of_caption = (id ~= '' and id or 'table-' .. captions) .. '-caption'
    name = 'aria-labelledby="' .. of_caption .. '"'
    element.attributes['aria-labelledby'] = of_caption
    if id ~= '' then open = '<figure class="tbl" id="' .. id .. '">' end
    blocks:insert(raw(open .. '<figcaption id="' .. of_caption .. '">'))
    blocks:insert(pandoc.Plain(pandoc.utils.blocks_to_inlines(caption)))
    blocks:insert(raw('</figcaption>'))
  else
    blocks:insert(raw(open))
  end
  blocks:insert(raw('<div class="table-scroll' .. shape_of(element) .. '" role="region" tabindex="0" ' .. name .. '>'))
  blocks:insert(element)
  blocks:insert(raw('</div></figure>'))
  return blocks
end

-- Slides in HTML: a section for each heading ------------------------------------------------------------------------

local function sections(blocks)
  local made, open = pandoc.Blocks{}, false
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level <= SLIDE_LEVEL then
      if open then made:insert(raw('</section>')) end
      made:insert(raw('<section id="' .. block.identifier .. '" class="slide level' .. block.level .. '">'))
      block.identifier, open = '', true
    end
    made:insert(block)
  end
  if open then made:insert(raw('</section>')) end
  return made
end


-- In the order of the numbers; exhibits.js makes its choices of these words.
local function exhibit_list(div)
  if not div.classes:includes('report-exhibits') then return nil end
  local cards = pandoc.List{}
  for at, card in ipairs(div.content) do
    local number
    card:walk{Link = function(link) number = number or tonumber(text_of(numbers[link.target:match('#(.+)$') or ''])) end}
    cards:insert{card = card, number = number or math.huge, at = at}
  end
  cards:sort(function(one, other) return one.number == other.number and one.at < other.at or one.number < other.number end)
  div.content = cards:map(function(each) return each.card end)
  for _, name in ipairs{'all', 'chapter', 'basis', 'filter'} do div.attributes[name] = text_of(words[name]) end
  return div
end

-- A number has an address too, where the page shows it first: `#value-` and the name of its variable. The value itself is
-- put in later, by `expand.lua` in place of its mark, or by Quarto in place of its own span.
local function addressed()
  local seen = {}
  local function at(name, element)
    if not name or seen[name] then return nil end
    seen[name] = true
    return pandoc.Span({element}, pandoc.Attr('value-' .. name))
  end
  return {
    Str = function(str) return at(str.text:match('V\u{E000}var:([%w%._-]+)\u{E001}V'), str) end,
    Span = function(span)
      if not span.attributes['data-is-shortcode'] then return nil end
      return at((span.attributes['data-raw'] or ''):match('var%s+([%w%._-]+)'), span)
    end,
  }
end

-- A line does not end after the one letter of "e-government".
local function unbroken(str)
  if str.text:match('^%W?%a%-%a%a') then return pandoc.Span({str}, pandoc.Attr('', {'nobreak'})) end
end

-- Navigation, neighbours, the title of the browser's window, for a page of the report's site (`_site.yml`).
local function navigation(doc, given)
  local meta = doc.meta
  local current = text_of(meta['report-page']) or 'index'
  local order, nav = pandoc.List{{name = 'index', title = meta['report-words'].start}}, pandoc.List{}
  local function entry(page)
    local name = text_of(page.name)
    local made = {name = name, href = name .. '.html', title = page.title, number = text_of(page.number) ~= '' and page.number or nil}
    if name == current then made.current = true end
    order:insert(made)
    return made
  end
  for _, page in ipairs(given.pages) do
    local made = entry(page)
    local parts = pandoc.List{}
    for _, part in ipairs(page.parts or {}) do parts:insert(entry(part)) end
    if #parts > 0 then
      made.parts, made.open = parts, made.current or parts:find_if(function(part) return part.current end) and true or nil
    end
    nav:insert(made)
    if made.current and #parts > 0 then meta['report-parts'] = parts end
  end
  for at, page in ipairs(order) do
    if page.name == current then
      local before, after = order[at - 1], order[at + 1]
      if before then meta['report-before'] = {href = before.name .. '.html', title = before.title} end
      if after then meta['report-after'] = {href = after.name .. '.html', title = after.title} end
      if at > 1 then meta.pagetitle = text_of(page.title) .. ' – ' .. text_of(given.title) end
    end
  end
  meta['report-nav'] = nav
  meta['report-at-start'] = current == 'index' or nil
  meta['report-title'] = given.title
  local headings = 0
  doc.blocks:walk{Header = function(header)
    if not header.classes:includes('unlisted') then headings = headings + 1 end
  end}
  if headings > 1 and current ~= 'index' then meta['report-contents'] = true end
end

function Pandoc(doc)
  local given = doc.meta['report-site']
  doc.meta['report-site'] = nil   -- an office format would keep it as a property
  if FORMAT:sub(1, 4) ~= 'html' then return doc end
  words, in_site = doc.meta['report-words'], given and doc.meta.slides ~= true
  numbers = given and given.numbers or numbers
  doc.blocks = doc.blocks:walk{Div = in_shape}
  doc.blocks = doc.blocks:walk{Image = image, Figure = figure, Table = tables, Div = exhibit_list}
  if doc.meta.slides == true then doc.blocks = sections(doc.blocks) end
  if in_site then
    doc.blocks = doc.blocks:walk(addressed())
    doc.blocks = doc.blocks:walk{Str = unbroken}
    for _, name in ipairs{'report-heading', 'subtitle'} do
      local text = doc.meta[name]
      if pandoc.utils.type(text) == 'Inlines' then doc.meta[name] = text:walk{Str = unbroken} end
    end
    navigation(doc, given)
  end
  return doc
end
