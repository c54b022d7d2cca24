-- The report on paper: what typst prints of figures and tables, and where. It comes after `report.lua`, which numbers.
--
-- Figures float to where a page has room, and tables of the text stand on one page; long ones break under a repeated
-- head, those of the annex behind its figures, so that no row stands under a picture alone. What would take most of a
-- page, and what does not fit the width in readable type, stands in the annex, and a line in its place says on which page.
-- The annex is what stands in `::: {.report-annex}`, in small type, a part with wide tables across the page.

if FORMAT ~= 'typst' then return {} end

local stringify = pandoc.utils.stringify
-- In points, as report.typ sets them: the width and height of the text, the size of type in a table; a mean character of
-- its fonts is this part of the size, and a row has this much around its lines.
local REPORT = {width = 482, height = 700, size = 9}
local ANNEX = {width = 510, height = 730, size = 7.2}
local ACROSS = {width = 756, height = 480, size = 7.2}
local CHARACTER, LEADING, PADDING, AROUND = 0.47, 1.3, 8, 9
local MOST = 0.55          -- of a page's height: what takes more stands in the annex
local WHOLE = 0.3          -- what takes less stands on one page, where the text has it; a table between the two floats
local words, tall, moved, wide   -- moved to the annex: figures, tables, and those that only fit across the page
local kept = {}            -- exhibits that the text keeps where they stand, however long

local function raw(text) return pandoc.RawBlock('typst', text) end
local function inline(text) return pandoc.RawInline('typst', text) end
local function quoted(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end

-- Tables: widths and heights by what is in the cells -------------------------------------------------------------------

local function rows_of(element)
  local rows = pandoc.List(element.head.rows):clone()
  for _, body in ipairs(element.bodies) do rows:extend(body.body) end
  return rows
end

-- Of each column: the characters of each cell, of the longest one and of the longest word; a hash may break anywhere.
local function measured(element)
  local columns = {}
  for at = 1, #element.colspecs do columns[at] = {cells = {}, longest = 1, word = 1, all = 0} end
  for place, row in ipairs(rows_of(element)) do
    for at, cell in ipairs(row.cells) do
      local text, column = stringify(cell.contents), columns[at]
      local length = utf8.len(text) * (place == 1 and 1.08 or 1)   -- the head is bold
      column.cells[place] = length
      column.longest = math.max(column.longest, length + 1.2)   -- of few characters, some are wider than the mean
      column.all = column.all + length
      for word in text:gmatch('%S+') do
        column.word = math.max(column.word, 1.12 * math.min(utf8.len(word), 19) + (place == 1 and 1 or 0.4))
      end
    end
  end
  return columns
end

-- Characters that a column gets of those that a line has. What is narrow keeps its natural width, the others share the
-- rest by the root of what they hold, none less than its longest word. Nil where the words alone are too wide.
local function shared(columns, line)
  local words_alone, natural = 0, 0
  for _, column in ipairs(columns) do
    words_alone, natural = words_alone + column.word, natural + column.longest
    column.width = nil
  end
  if words_alone > line then return nil end
  if natural <= line then
    for _, column in ipairs(columns) do column.width = column.longest end
    return natural
  end
  local left, open, settled = line, #columns, false
  while not settled and open > 0 do
    settled = true
    local weights = 0
    for _, column in ipairs(columns) do
      if not column.width then weights = weights + math.sqrt(column.all) end
    end
    local rest = left
    for _, column in ipairs(columns) do
      if not column.width then
        local share = rest * math.sqrt(column.all) / weights
        local own = column.longest <= share and column.longest or column.word > share and column.word
        if own then
          column.width, left, open, settled = own, left - own, open - 1, false
          break
        end
        column.share = share
      end
    end
  end
  for _, column in ipairs(columns) do column.width = column.width or column.share end
  return line
end

-- Width and height of a table on a page, in points, after its columns have their widths; nil where it does not fit.
local function laid_out(element, page)
  local columns = measured(element)
  local character = CHARACTER * page.size
  if not shared(columns, (page.width - PADDING * #columns) / character) then return nil end
  local height, width = 0, 0
  for at, column in ipairs(columns) do
    local points = column.width * character + PADDING
    element.colspecs[at] = {element.colspecs[at][1], math.min(1, points / page.width)}
    width = width + points
  end
  for place in ipairs(columns[1].cells) do
    local lines = 1
    for _, column in ipairs(columns) do
      lines = math.max(lines, math.ceil((column.cells[place] or 1) / column.width - 0.02))
    end
    height = height + lines * page.size * LEADING + AROUND
  end
  return width, height
end

-- Figures and tables as typst writes them --------------------------------------------------------------------------------

-- The first sentence of a caption: its title.
local function title_of(caption)
  local text = pandoc.Inlines{}
  for _, each in ipairs(caption) do
    text:insert(each)
    if each.t == 'Str' and each.text:find('%.$') and #text > 4 then break end
  end
  return text
end

-- The number, and `short` or the title, stand in the list of figures or tables, in place of the caption.
local function exhibit(options, content, caption, id, short)
  local number = caption[1] and stringify(caption[1]):match('(%d+)%D*$')
  local listed = number and number .. ' ' .. (short or stringify(title_of(pandoc.Inlines{table.unpack(caption, 3)})))
  local close = pandoc.Inlines{inline('], caption: ' .. (listed and 'captioned(' .. quoted(listed) .. ')[' or '['))}
  close:extend(caption)
  close:insert(inline('])' .. (id ~= '' and ' <' .. id .. '>' or '')))
  local blocks = pandoc.Blocks{raw('#figure(' .. options .. ', [')}
  blocks:extend(content)
  blocks:insert(pandoc.Plain(close))
  return blocks
end

local function place_of(id, caption)   -- what stands where an exhibit was
  local text = pandoc.Inlines{inline('#moved(<' .. id .. '>)[')}
  text:extend(caption)
  text:insert(inline(']'))
  return pandoc.Blocks{pandoc.Plain(text)}
end

local function shape(source)   -- height for a width of 1; nil of what tells neither
  local file <close> = io.open(source, 'rb')
  local head = file and file:read(2000) or ''
  local width, height = head:match('viewBox="%S+ %S+ (%S+) (%S-)"')
  return width and tonumber(height) / tonumber(width)
end

local function picture(element, alt)
  local width = element.attributes.width
  return inline('#picture(' .. quoted(element.src) .. ', alt: ' .. quoted(alt)
    .. (width and width:match('^[%d.]+%%$') and ', width: ' .. width or '') .. ')')
end

local function alternative(image)
  return image.attributes['fig-alt'] or image.attributes.alt or stringify(image.caption)
end

local function figure(element, notes, annexed)
  local id, caption, image = element.identifier, pandoc.utils.blocks_to_inlines(element.caption.long), nil
  element:walk{Image = function(each) image = each end}
  local alt = image and alternative(image) or ''
  local short = alt:match('^(.-)%.%s') or alt:gsub('%.$', '')
  local line = title_of(caption)
  if notes then
    caption:insert(inline(' #note['))
    caption:extend(notes)
    caption:insert(inline(']'))
  end
  local high = image and (shape(image.src) or 0) * REPORT.width > MOST * REPORT.height
  local away = high and not annexed and id ~= '' and not kept[id]
  local placed = 'kind: image, placement: ' .. ((annexed or away) and 'none' or 'auto')
  local made = exhibit(placed, element.content, caption, id, short)
  if annexed or away then made:insert(1, raw('#look-ahead()')) end
  if away then tall:extend(made) end
  return away and place_of(id, line) or made
end

local function table_of(element, notes, page)
  local id, caption = element.identifier, pandoc.utils.blocks_to_inlines(element.caption.long)
  local _, height = laid_out(element, page)
  local away = page == REPORT and id ~= '' and not kept[id] and (not height or height > MOST * REPORT.height)
  local across = false
  if away then
    _, height = laid_out(element, ANNEX)
    across = not height
    if across then _, height = laid_out(element, ACROSS) end
  end
  if not height then   -- more columns than words have room for: each its equal share
    for at, spec in ipairs(element.colspecs) do element.colspecs[at] = {spec[1], 1 / #element.colspecs} end
  end
  element.identifier, element.caption = '', {long = {}}
  element.classes:insert('typst:no-figure')
  local content = pandoc.Blocks{element}
  if notes then content:extend{raw('#note['), pandoc.Plain(notes), raw(']')} end
  if #caption == 0 then return content end
  local used = height and height / (page == REPORT and REPORT or ANNEX).height or 1
  local floats = page == REPORT and not away and used > WHOLE
  local made = exhibit('kind: table' .. (floats and ', placement: auto' or ''), content, caption, id)
  if used <= WHOLE then made = pandoc.Blocks{raw('#block(breakable: false)[')} .. made .. pandoc.Blocks{raw(']')} end
  if not away then return made end
  if across then wide:extend(made) else moved:extend(made) end
  return place_of(id, title_of(caption))
end

-- The text, and the annex ------------------------------------------------------------------------------------------------

local function unwrapped(blocks, page)
  local made = pandoc.Blocks{}
  for _, block in ipairs(blocks) do
    local notes
    if block.t == 'Div' and block.classes:includes('exhibit') then
      local own = block.content:find_if(function(each) return each.t == 'Div' and each.classes:includes('exhibit-notes') end)
      notes = own and pandoc.utils.blocks_to_inlines(own.content)
      local shown = block.content:find_if(function(each) return each.t == 'Figure' or each.t == 'Table' end)
      block = shown or block
    end
    if block.t == 'Figure' then
      made:extend(figure(block, notes, page ~= REPORT))
    elseif block.t == 'Table' then
      made:extend(table_of(block, notes, page))
    elseif block.t == 'Div' then
      if block.classes:includes('report-here') then
        local function keep(each) kept[each.identifier] = true end
        block:walk{Figure = keep, Table = keep}
      end
      block.content = unwrapped(block.content, page)
      made:insert(block)
    else
      made:insert(block)
    end
  end
  return made
end

-- Whether a part of the annex takes fewer pages across: a table in it would break most of its rows upright.
local function is_wide(blocks)
  local found = false
  pandoc.Blocks(blocks):walk{Table = function(element)
    local upright, across = {laid_out(element, ANNEX)}, {laid_out(element, ACROSS)}
    local pages = upright[2] and upright[2] / ANNEX.height
    found = found or not pages or pages > 0.5 and pages > (across[2] or 0) / ACROSS.height
  end}
  return found
end

-- The parts of the annex, each from its heading on, those that stand across the page in it.
local function annex_of(blocks)
  local parts, made, across = pandoc.List{}, pandoc.Blocks{}, false
  for _, block in ipairs(blocks) do
    if #parts == 0 or block.t == 'Header' and block.level == 2 then parts:insert(pandoc.Blocks{}) end
    parts[#parts]:insert(block)
  end
  for _, part in ipairs(parts) do
    local turned = is_wide(part)
    if turned ~= across then made:insert(raw('#set page(flipped: ' .. tostring(turned) .. ')')) end
    across = turned
    made:extend(unwrapped(part, turned and ACROSS or ANNEX))
  end
  return made
end

local function taken_out(blocks, annex)
  local rest = pandoc.Blocks{}
  for _, block in ipairs(blocks) do
    local is_annex = block.t == 'Div' and block.classes:includes('report-annex')
    if is_annex then annex:extend(block.content) else rest:insert(block) end
  end
  return rest
end

local function formula(element)   -- a formula in a tagged PDF has alternative text too: its TeX
  local written = pandoc.write(pandoc.Pandoc{pandoc.Plain{element}}, 'typst'):gsub('%s+$', '')
  return inline('#formula(alt: ' .. quoted(element.text) .. ', ' .. written .. ')')
end

local function notes(div)
  if not div.classes:includes('exhibit-notes') then return nil end
  return pandoc.Blocks{raw('#note['), pandoc.Plain(pandoc.utils.blocks_to_inlines(div.content)), raw(']')}
end

function Pandoc(doc)
  words, tall, moved, wide = doc.meta['report-words'], pandoc.Blocks{}, pandoc.Blocks{}, pandoc.Blocks{}
  local annex = pandoc.Blocks{}
  local text = unwrapped(taken_out(doc.blocks, annex), REPORT)
  annex = annex_of(annex)
  if #wide > 0 then
    moved:insert(raw('#set page(flipped: true)'))
    moved:extend(wide)
    moved:insert(raw('#set page(flipped: false)'))
  end
  moved = tall .. moved
  if #annex > 0 or #moved > 0 then
    text:insert(raw('#show: annex'))
    if #annex == 0 or annex[1].t ~= 'Header' then
      text:insert(pandoc.Header(1, pandoc.utils.blocks_to_inlines{pandoc.Plain(words.annex)}, {class = 'unnumbered'}))
    else
      text:insert(annex:remove(1))
    end
    if #moved > 0 then
      text:insert(pandoc.Header(2, pandoc.utils.blocks_to_inlines{pandoc.Plain(words.long)}, {class = 'unnumbered'}))
      text:extend(moved)
    end
    text:extend(annex)
  end
  doc.blocks = text:walk{Image = function(each) return picture(each, alternative(each)) end, Math = formula, Div = notes}
  return doc
end
