namespace BroadbandHub.Sdk.Web.Components;

/// <summary>A choice of a <see cref="HubSelect{TValue}"/>.</summary>
/// <param name="Value">What the form posts.</param>
/// <param name="Text">What the reader sees, in his language.</param>
public sealed record HubOption(string Value, string Text);
