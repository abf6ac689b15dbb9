package mydriver.command

import mydriver.command.BuiltIn.Group.ALONE

/** Every command of mydriver; a new one is a file and a line here. */
internal object Commands {
    val all: List<BuiltIn> = listOf(BuiltIn("init", "Write a first experiment script.", ALONE, ::InitCommand))
}
