namespace Crm.Application.Common.Services;

/// <summary>Something that several use cases share; found by scan and made once per request.</summary>
internal interface IScopedService;
