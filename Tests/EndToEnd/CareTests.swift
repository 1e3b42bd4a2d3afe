import TestKit
import Testing
