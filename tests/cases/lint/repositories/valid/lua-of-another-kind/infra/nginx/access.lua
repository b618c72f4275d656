local limit <const> = 10
ngx.exit(limit // 3)
