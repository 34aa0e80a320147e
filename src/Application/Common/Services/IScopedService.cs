namespace Crm.Application.Common.Services;

/// <summary>A service that several use cases share. Registered by assembly scan, one instance per request.</summary>
internal interface IScopedService;
