{
  script: |||
    #!/bin/sh
    if true; then
      echo "$HOME"
    fi
  |||,
  chomped: |||-
    no line break
  |||,
}
