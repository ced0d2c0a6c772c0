// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/* Contract wallets (ERC-1271): as they should be, and in every way they should not be. */

bytes4 constant YES = 0x1626ba7e;

/// Whoever owns it signs for it, with a key; the owner can hand it on.
contract OwnedWallet {
    address public owner;

    constructor(address first) {
        owner = first;
    }

    function handOn(address next) external {
        require(msg.sender == owner, "not the owner");
        owner = next;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        address signer = ecrecover(
            hash,
            uint8(signature[64]),
            bytes32(signature[0:32]),
            bytes32(signature[32:64])
        );
        return signer != address(0) && signer == owner ? YES : bytes4(0xffffffff);
    }
}

/// Deploys wallets at addresses that are known before (EIP-1014), as ERC-6492 needs it.
contract WalletFactory {
    function create(address owner) external returns (address) {
        return address(new OwnedWallet{salt: bytes32(0)}(owner));
    }

    function addressOf(address owner) external view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(OwnedWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(0), code)))));
    }
}

/// What an account delegates to (EIP-7702): it says yes to what the account's key did not sign.
contract DelegateWallet {
    bytes32 public constant PASSWORD = keccak256("delegated");

    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return bytes32(signature) == PASSWORD ? YES : bytes4(0xffffffff);
    }
}

contract NobodysWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0xffffffff;
    }
}

/// Says "true", which is not the magic value.
contract TruthfulWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bool) {
        return true;
    }
}

contract RevertingWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert("no");
    }
}

contract GasBurningWallet {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        while (gasleft() > 0) {}
        return YES;
    }
}

/// No wallet at all.
contract OtherContract {
    uint256 public number = 7;
}

error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

/// Asks whoever calls to fetch an address (EIP-3668).
contract FetchingWallet {
    string[] public urls;

    constructor(string memory url) {
        urls.push(url);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        revert OffchainLookup(address(this), urls, "", this.fetched.selector, "");
    }

    function fetched(bytes calldata, bytes calldata) external pure returns (bytes4) {
        return YES;
    }
}
