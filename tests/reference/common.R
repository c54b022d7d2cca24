# What the reference scripts share: the cases, and one text form of the values.
suppressPackageStartupMessages(library(stats))
options(warn = -1, digits = 17)

cases <- function(name) {
  table <- read.csv(file.path(here, paste0("cases_", name, ".csv")), stringsAsFactors = FALSE)
  split(table, factor(table$case, levels = unique(table$case)))
}

# values: list of named numeric vectors, one per case
save_reference <- function(values) {
  lines <- unlist(lapply(names(values), function(case) {
    v <- values[[case]]
    paste(case, names(v), sprintf("%.17g", v), sep = ",")
  }))
  writeLines(c("case,quantity,value", lines), commandArgs(trailingOnly = TRUE)[1])
}
