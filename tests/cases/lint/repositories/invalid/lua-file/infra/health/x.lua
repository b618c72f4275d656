hs = {}
if then
end
