using BroadbandHub.Sdk;

namespace BroadbandHub.Messages.Contracts;

/// <summary>
/// A kind of mail that a module sends, with the words it comes with. Register it as a singleton; the operator may change the words in the console.
/// Subject and body are Liquid: <c>{{ name }}</c>. Plain text: paragraphs are separated by an empty line, an address on a line of its own becomes a button.
/// </summary>
/// <param name="Key">Stable, such as <c>identity.invitation</c>.</param>
/// <param name="Name">What the operator reads in the list of templates.</param>
/// <param name="Fields">Every field that the words may use. Others are refused when the words are changed.</param>
public sealed record MailTemplate(string Key, LocalText Name, IReadOnlyList<MailField> Fields, LocalText Subject, LocalText Body);

/// <param name="Meaning">What stands there, for the person who changes the words.</param>
/// <param name="Sample">A value for the preview.</param>
public sealed record MailField(string Name, LocalText Meaning, string Sample);
