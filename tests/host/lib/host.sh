# shellcheck shell=bash
# The provider host of the tests: its image, its machine, its scenarios. The caller
# has sourced deploy/lib/{console,packages,private-docker,dotnet}.sh and the tally.

host_tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=image.sh
source "$host_tests/lib/image.sh"
# shellcheck source=payload.sh
source "$host_tests/lib/payload.sh"
# shellcheck source=vm.sh
source "$host_tests/lib/vm.sh"
# shellcheck source=scenarios.sh
source "$host_tests/lib/scenarios.sh"
