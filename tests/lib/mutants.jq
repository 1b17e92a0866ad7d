# A row for each file that was tried, then every mutant that no test noticed.
def count(states): [.mutants[] | select(.status | IN(states))] | length;
def pad(width): . + (width - length) * " ";

[.[].files | to_entries[] | .value + { name: (.key | sub(".*Paygress.Provider.Core/"; "")) }]
| map(. + { killed: count("Killed", "Timeout"), survived: count("Survived", "NoCoverage") })
| map(select(.killed + .survived > 0))
| (.[] | "\(.name | pad(40)) \(.killed) killed, \(.survived) survived"),
  "\("in all" | pad(40)) \(map(.killed) | add) killed, \(map(.survived) | add) survived",
  (.[] | . as $file | .mutants[] | select(.status | IN("Survived", "NoCoverage"))
    | "\($file.name):\(.location.start.line): \(.mutatorName): \(.replacement | gsub("\\s+"; " ") | .[:80])")
