namespace BroadbandHub.Messages;

internal static class MessagesTexts
{
    internal static readonly Sdk.Texts T = Sdk.Texts.Of(typeof(MessagesTexts).Assembly);
}
