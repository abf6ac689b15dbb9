package mydriver.command.completion

/**
 * The words of the command line.
 *
 * @property commands those that follow a script
 * @property alone those that can stand without one
 */
internal class Vocabulary(val commands: List<CommandWords>, val alone: List<CommandWords>)

/** A command and its options. */
internal class CommandWords(val name: String, val help: String, val options: List<OptionWords>)

/**
 * An option.
 *
 * @property values what may follow it, when that is a fixed list
 * @property takesValue whether a word follows it
 */
internal class OptionWords(val names: List<String>, val values: List<String>, val takesValue: Boolean)
