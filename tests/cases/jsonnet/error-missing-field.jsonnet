local o = {name: 'a'};
o.nmae
