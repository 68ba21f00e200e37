using System.Reflection;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage;

/// <summary>Wiring of this module.</summary>
public static class StorageModule
{
}
