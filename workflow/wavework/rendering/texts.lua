-- A reader for the checks of many texts at once: a JSON object of markdown texts becomes one div for each, with its
-- name, that holds what is read in the text, each on its own, as Quarto and `filter.lua` do.

function Reader(input)
  local blocks = pandoc.Blocks{}
  for name, text in pairs(pandoc.json.decode(tostring(input), false)) do
    blocks:insert(pandoc.Div(pandoc.read(text, 'markdown+table_attributes').blocks, pandoc.Attr('', {}, {name = name})))
  end
  return pandoc.Pandoc(blocks)
end
