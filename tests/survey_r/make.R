# Makes answers.csv (synthetic) and expected.csv (what R's survey package says about it). Run: Rscript make.R
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)

points <- c("1" = 0, "2" = 2.5, "3" = 5, "4" = 7.5, "5" = 10)
items <- list(public = c("open", "fair", "prompt"), staff = c("heard", "protected"))
item_weights <- c(open = 2, fair = 1, prompt = 1, heard = 1, protected = 3)
group_weights <- c(public = 0.6, staff = 0.4)

# 1. Answers. One row a sampling stratum: whose, how many respondents, of how many (NA: not known), least and greatest weight (NA: none given).
plan <- read.csv(strip.white = TRUE, text = "
subject,      respondent_group, stratum, n,  stratum_size, low, high
full,         public,           north,   14, 60,           2.5, 6
full,         public,           south,   9,  40,           3,   5
full,         public,           centre,  21, 400,          10,  30
full,         staff,            chief,   6,  10,           1,   2
full,         staff,            other,   18, 150,          5,   12
lonely,       public,           north,   11, 80,           NA,  NA
lonely,       public,           south,   1,  9,            NA,  NA
lonely,       staff,            chief,   1,  4,            NA,  NA
lonely,       staff,            other,   12, 90,           NA,  NA
unstratified, public,           ,        17, NA,           NA,  NA
unstratified, staff,            ,        8,  NA,           0.5, 3
unlimited,    public,           north,   10, NA,           1,   4
unlimited,    public,           south,   1,  NA,           6,   6
unlimited,    staff,            chief,   7,  7,            1,   1
unlimited,    staff,            other,   9,  NA,           2,   5
")

answer <- function(n, missing) {
  given <- as.character(sample(1:5, n, replace = TRUE, prob = c(1, 2, 3, 4, 2)))
  ifelse(runif(n) < missing, sample(c("", "dont_know"), n, replace = TRUE), given)
}

make_answers <- function() {
  set.seed(2003)
  rows <- lapply(seq_len(nrow(plan)), function(i) {
    p <- plan[i, ]
    block <- data.frame(subject = p$subject, respondent_group = p$respondent_group, stratum = p$stratum,
                        stratum_size = p$stratum_size, weight = round(runif(p$n, p$low, p$high), 3))
    for (item in unlist(items)) block[[item]] <- if (item %in% items[[p$respondent_group]]) answer(p$n, 0.2) else ""
    if (p$stratum == "south") block$prompt <- "dont_know"      # a domain that leaves a stratum out altogether
    if (p$n == 1 && p$respondent_group == "public") block$open <- "1"
    block
  })
  answers <- suppressWarnings(do.call(rbind, rows))
  answers[sample(nrow(answers)), ]
}
suppressWarnings(write.csv(make_answers(), "answers.csv", row.names = FALSE, na = "", quote = FALSE))

# 2. What survey says.
answers <- read.csv("answers.csv", colClasses = c(stratum = "character", setNames(rep("character", 5), unlist(items))))
answers$cell <- paste(answers$subject, answers$respondent_group, answers$stratum)
respondents <- ave(rep(1, nrow(answers)), answers$cell, FUN = sum)
proportional <- ifelse(is.na(answers$stratum_size), 1, answers$stratum_size / respondents)
answers$w <- ifelse(is.na(answers$weight), proportional, answers$weight)
answers$population <- ifelse(is.na(answers$stratum_size), Inf, answers$stratum_size)
for (item in unlist(items)) {
  value <- unname(points[answers[[item]]])
  answers[[paste0("n_", item)]] <- as.numeric(!is.na(value))
  answers[[paste0("t_", item)]] <- ifelse(is.na(value), 0, value)
  answers[[item]] <- value
}
design <- svydesign(ids = ~1, strata = ~cell, weights = ~w, fpc = ~population, data = answers)

line <- function(subject, node, estimate) {
  data.frame(subject = subject, node = node, mean = unname(coef(estimate)[1]), se = unname(SE(estimate)[1]))
}
of_items <- function(subject) do.call(rbind, lapply(unlist(items, use.names = FALSE), function(item) {
  domain <- design[answers$subject == subject & !is.na(answers[[item]]), ]
  line(subject, item, svymean(as.formula(paste0("~", item)), domain))
}))
of_nodes <- function(subject) {
  names <- unlist(items, use.names = FALSE)
  totals <- svytotal(as.formula(paste("~", paste0("t_", names, " + n_", names, collapse = " + "))), design[answers$subject == subject, ])
  mean_of <- function(group, log = FALSE) {
    shares <- item_weights[items[[group]]] / sum(item_weights[items[[group]]])
    ratio <- paste0("t_", names(shares), " / n_", names(shares))
    if (log) paste0("exp(", paste0(shares, " * log(", ratio, ")", collapse = " + "), ")") else paste0("(", paste0(shares, " * ", ratio, collapse = " + "), ")")
  }
  arithmetic <- c(public = mean_of("public"), staff = mean_of("staff"))
  arithmetic["overall"] <- paste0(group_weights, " * ", arithmetic, collapse = " + ")
  geometric <- c(geometric_public = mean_of("public", TRUE), geometric_staff = mean_of("staff", TRUE))
  geometric["geometric_overall"] <- paste0("exp(", paste0(group_weights, " * log(", geometric, ")", collapse = " + "), ")")
  formulas <- c(arithmetic, geometric)
  do.call(rbind, lapply(names(formulas), function(node) line(subject, node, svycontrast(totals, str2lang(formulas[[node]])))))
}
expected <- do.call(rbind, lapply(unique(plan$subject), function(subject) rbind(of_items(subject), of_nodes(subject))))
expected$mean <- sprintf("%.12g", expected$mean)
expected$se <- sprintf("%.12g", expected$se)
write.csv(expected, "expected.csv", row.names = FALSE, quote = FALSE)
