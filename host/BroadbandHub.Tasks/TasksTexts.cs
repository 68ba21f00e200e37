namespace BroadbandHub.Tasks;

internal static class TasksTexts
{
    internal static readonly Sdk.Texts T = Sdk.Texts.Of(typeof(TasksTexts).Assembly);
}
