using System.Globalization;

namespace Crm.Api.Http;

internal static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
