-- What Quarto's own filters do to what they take for theirs: figures, tables, callouts and headings with its ids and
-- classes that are still there after the project's filter.

local function warn(text)
  io.stderr:write('\27[33m[WARNING] (floatreftarget.lua:1196) ' .. text .. '\27[39m\n')
end

local function id_of(tab)   -- its reader leaves `{#tbl-x}` in the caption
  local last = tab.caption.long[#tab.caption.long]
  return tab.identifier:match('^tbl%-') or last and pandoc.utils.stringify(last):match('{#tbl%-[%w-]+')
end

local number = 0

local habits = {
  Table = function(tab)
    if FORMAT == 'pptx' and id_of(tab) then
      warn('PowerPoint output for FloatRefTargets require a single image as content')
      return {}
    end
  end,
  Figure = function(figure)
    if not figure.identifier:match('^fig%-') then return nil end
    return figure:walk{Image = function(image)
      if FORMAT == 'docx' then image.caption, image.attributes['fig-alt'] = {}, nil end
      return image
    end}
  end,
  Cite = function(cite)
    io.stderr:write('[WARNING] Unable to resolve crossref @' .. cite.citations[1].id .. '\n')
    return pandoc.Str('?@' .. cite.citations[1].id)
  end,
  Div = function(div)   -- it makes its own callout of it, which no page breaks
    if div.classes:find_if(function(name) return name:match('^callout%-') ~= nil end) and FORMAT == 'typst' then
      return {pandoc.RawBlock('typst', '#block(breakable: false)['), div, pandoc.RawBlock('typst', ']')}
    end
  end,
}

function Pandoc(doc)
  if doc.meta['number-sections'] == true then
    doc.blocks = doc.blocks:walk{Header = function(header)
      number = number + 1
      header.content:insert(1, pandoc.Str(number .. ' '))
      return header
    end}
  end
  doc.blocks = doc.blocks:walk(habits)
  return doc
end
