#!/bin/sh
# The page. One line a visit in a file, so that two visitors at once both count.
printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n'
echo "hello from $(hostname)"
if { echo >> /data/visits; } 2> /dev/null; then
    echo "visit $(wc -l < /data/visits), counted in /data"
fi
