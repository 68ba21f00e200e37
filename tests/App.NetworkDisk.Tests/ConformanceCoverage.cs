namespace App.NetworkDisk.Tests;

public sealed class ConformanceCoverage : BroadbandHub.Sdk.Testing.ConformanceCoverage;
