{
  a: undefinedName,
}
