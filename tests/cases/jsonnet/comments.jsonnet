// one
# two
/* three
   four */ { 'a': 1, # end
}
