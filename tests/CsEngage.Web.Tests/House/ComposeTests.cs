using YamlDotNet.RepresentationModel;
using static CsEngage.Web.Tests.House.Compose;

namespace CsEngage.Web.Tests.House;

/// <summary>No Docker engine runs where the tests run; what a linter of the schema does not see is checked here.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void There_is_one_database_a_mail_catcher_and_two_roles_of_one_image()
    {
        Services.Keys.Order().ShouldBe(["database", "mail", "web", "worker"]);
        Text(Services["web"], "image").ShouldBe(Text(Services["worker"], "image"));
        Text(Map(Services["web"], "environment"), "Engage__Roles").ShouldBe("web");
        Text(Map(Services["worker"], "environment"), "Engage__Roles").ShouldBe("worker");
    }

    [Fact]
    public void Both_roles_use_the_same_database_and_sender()
    {
        foreach (var setting in new[] { "ConnectionStrings__Engage", "Engage__BaseUrl", "Smtp__Host", "Mail__From" })
            Text(Map(Services["web"], "environment"), setting).ShouldBe(Text(Map(Services["worker"], "environment"), setting), setting);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("worker")]
    [InlineData("database")]
    public void A_service_says_when_it_is_ready(string service) =>
        Map(Services[service], "healthcheck").Children.ShouldContainKey(new YamlScalarNode("test"));

    [Fact]
    public void What_is_depended_on_or_mounted_is_defined()
    {
        var volumes = Map(Whole, "volumes").Children.Keys.Select(k => k.ToString()).ToHashSet();
        foreach (var service in Services.Values)
        {
            if (service.Children.TryGetValue("depends_on", out var needs))
                ((YamlMappingNode)needs).Children.Keys.ShouldAllBe(name => Services.ContainsKey(name.ToString()));
            if (service.Children.TryGetValue("volumes", out var mounts))
                ((YamlSequenceNode)mounts).Children.ShouldAllBe(mount => volumes.Contains(mount.ToString().Split(':', 2)[0]));
        }
    }
}
