"""Words in messages: what was probably meant, many in few, none that is a credential."""
