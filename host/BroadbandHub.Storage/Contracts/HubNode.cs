namespace BroadbandHub.Storage.Contracts;

/// <summary>This node's name: <c>Hub:Node</c> of the configuration, or machine and process id. At most 100 characters.</summary>
public sealed record HubNode(string Name);
