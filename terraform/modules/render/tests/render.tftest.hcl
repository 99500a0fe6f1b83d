variables {
  file = "./tests/template.json"
  values = {
    words   = "He said \"hi\"\n<&> $${seconds} %%{if} $1"
    seconds = 90
    yes     = true
  }
}

run "values_arrive_as_they_are" {
  command = plan

  assert {
    condition = jsondecode(output.json) == {
      say        = "He said \"hi\"\n<&> $${seconds} %%{if} $1 (90 s)"
      timeout    = 90
      transcribe = true
      left       = "a$b %%{c} {{x}} {% if y %}"
      words      = ["He said \"hi\"\n<&> $${seconds} %%{if} $1"]
    }
    error_message = "Rendered: ${output.json}"
  }
}

run "a_value_that_looks_like_a_placeholder_is_only_text" {
  command = plan

  variables {
    values = { words = "raw:7", seconds = 1, yes = false }
  }

  assert {
    condition     = jsondecode(output.json).words[0] == "raw:7"
    error_message = "Rendered: ${output.json}"
  }
}

run "a_name_without_a_value_stops_the_plan" {
  command = plan

  variables {
    values = { words = "x", seconds = 1 }
  }

  expect_failures = [output.json]
}

run "raw_text_stops_the_plan" {
  command = plan

  variables {
    file = "./tests/raw-text.json"
  }

  expect_failures = [output.json]
}
